# One process: docker build -t backprop-explorer . && docker run --rm -p 8501:8501 backprop-explorer
# A class: compose.yaml.
FROM python:3.11-slim

# Which names it is reached by only who runs it knows: docker run -e STREAMLIT_SERVER_ALLOWED_HOSTS=explorer.example ...
ENV PYTHONUNBUFFERED=1 \
    OPENBLAS_NUM_THREADS=1 \
    STREAMLIT_SERVER_ALLOWED_HOSTS=* \
    MALLOC_ARENA_MAX=2

# Before several processes (deploy/classroom.py).
RUN apt-get update -qq \
    && apt-get install -y -qq --no-install-recommends nginx-light \
    && rm -rf /var/lib/apt/lists/*

WORKDIR /app
COPY requirements.txt ./
RUN pip install --no-cache-dir -r requirements.txt

COPY . .
RUN python -m compileall -q app.py mlp_core pages \
    && useradd --create-home --uid 1000 explorer
USER explorer

EXPOSE 8501
HEALTHCHECK --interval=30s --timeout=5s --start-period=20s \
    CMD ["python", "-c", "import urllib.request; urllib.request.urlopen('http://127.0.0.1:8501/_stcore/health', timeout=4)"]

# .streamlit/config.toml keeps the server to this machine; in a container it has to listen to the outside.
# Without a serverAddress Streamlit would ask a web service for this machine's address at every start.
CMD ["streamlit", "run", "app.py", "--server.address=0.0.0.0", "--server.port=8501", "--server.headless=true", \
     "--server.fileWatcherType=none", "--browser.serverAddress=localhost"]
