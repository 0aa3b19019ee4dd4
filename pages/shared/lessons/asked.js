// Said by the panel to the vote, which is another component: the teacher asks the class.

/** Told to the document. */
export const ASKED = "bp-class-asked";
