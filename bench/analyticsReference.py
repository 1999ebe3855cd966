"""Processor times of the references on the data that `bench/analytics.ts` has written into a folder, one JSON object a line."""
import json
import os
import sys
import time

os.environ.setdefault("OMP_NUM_THREADS", "1")
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

import numpy
import scipy
import sklearn
from scipy.optimize import minimize
from scipy.sparse import csr_matrix
from scipy.special import betaln, gammaln
from sklearn.cluster import DBSCAN, KMeans
from sklearn.decomposition import LatentDirichletAllocation
from sklearn.ensemble import RandomForestClassifier
from sklearn.linear_model import LogisticRegression
from sklearn.svm import SVC

folder = sys.argv[1]


def read(name, kind="<f8"):
    return numpy.fromfile(os.path.join(folder, name), dtype=kind)


def measured(name, by, runs, work):
    times = []
    for _ in range(runs):
        begin = time.process_time()
        said = work()
        times.append(time.process_time() - begin)
    print(json.dumps({"name": name, "by": by, "seconds": min(times), "said": float(said)}), flush=True)


def itemsets(baskets, share):
    """Eclat over sets of baskets as bits of whole numbers; sets of at most ten items."""
    least = -(-int(share * 1_000_000) * len(baskets) // 1_000_000)
    bits = {}
    for place, basket in enumerate(baskets):
        for item in basket:
            bits[item] = bits.get(item, 0) | (1 << place)
    found = 0

    def grow(prefix, candidates):
        nonlocal found
        for i, (_, own) in enumerate(candidates):
            found += 1
            if prefix + 1 == 10:
                continue
            further = [(item, own & other) for item, other in candidates[i + 1 :]]
            grow(prefix + 1, [each for each in further if each[1].bit_count() >= least])

    frequent = [(item, own) for item, own in bits.items() if own.bit_count() >= least]
    grow(0, sorted(frequent, key=lambda each: each[1].bit_count()))
    return found


def bg_nbd(x, t_x, age):
    """Hardie's spreadsheet form of the likelihood, by L-BFGS-B over logarithms with numerical gradients."""

    def loss(logs):
        r, alpha, a, b = numpy.exp(logs)
        first = gammaln(r + x) - gammaln(r) + r * numpy.log(alpha)
        second = betaln(a, b + x) - betaln(a, b)
        alive = -(r + x) * numpy.log(alpha + age)
        repeated = numpy.maximum(x, 1)
        gone = numpy.log(a) - numpy.log(b + repeated - 1) - (r + x) * numpy.log(alpha + t_x)
        both = numpy.where(x > 0, numpy.logaddexp(alive, gone), alive)
        return -(first + second + both).sum()

    return -minimize(loss, numpy.zeros(4), method="L-BFGS-B").fun


skl = f"scikit-learn {sklearn.__version__}"
clouds = read("clouds.f64").reshape(-1, 8)
measured("K-means", skl, 3, lambda: KMeans(n_clusters=8, n_init=10, random_state=1).fit(clouds).inertia_)
plane = read("plane.f64").reshape(-1, 2)
measured("DBSCAN", skl, 5, lambda: (DBSCAN(eps=0.5, min_samples=10).fit(plane).labels_ < 0).sum())
features, target = read("features.f64").reshape(-1, 45), read("target.f64")
forest = RandomForestClassifier(n_estimators=100, random_state=1, n_jobs=1)
measured("Forest", skl, 3, lambda: len(forest.fit(features, target).estimators_))
measured("SVM", skl, 3, lambda: SVC().fit(features, target).n_support_.sum())
logistic = LogisticRegression(C=1, tol=1e-8, max_iter=10_000)
measured("Logistic", skl, 5, lambda: logistic.fit(features, target).intercept_[0])
start, items = read("basketStart.i32", "<i4"), read("basketItems.i32", "<i4")
baskets = [items[start[i] : start[i + 1]].tolist() for i in range(len(start) - 1)]
measured("Itemsets", "Python " + sys.version.split()[0], 3, lambda: itemsets(baskets, 0.001))
measured("BG/NBD", "scipy " + scipy.__version__, 3, lambda: bg_nbd(read("repeats.f64"), read("lastAt.f64"), read("age.f64")))
texts = csr_matrix((read("counts.i32", "<i4"), read("terms.i32", "<i4"), read("textStart.i32", "<i4")))
lda = LatentDirichletAllocation(20, max_iter=20, learning_method="batch", random_state=1)
measured("LDA", skl, 1, lambda: lda.fit(texts).components_.shape[1])
try:
    import pandas
except ImportError:
    sys.exit(0)
columns = ("account", "order", "day", "kind", "status", "quantity", "price", "discount")
lines = pandas.DataFrame({name: read(f"{name}.f64") for name in columns})


def rfm():
    """Lines are cleaned and priced, returns taken off, and customers scored by quintiles, as `customerFigures` and `scoreRfm` do."""
    placed = lines[(lines.account >= 0) & ~lines.status.isin((0, 3)) & (lines.day <= 19_700)]
    amount = (placed.quantity * placed.price * (1 - placed.discount)).round(4)
    back = placed.kind == 1
    net = amount.where(~back, -amount.abs()).groupby(placed.account).sum()
    by = placed[~back].groupby("account").agg(
        last=("day", "max"), days=("day", "nunique"), orders=("order", "nunique"), lines=("order", "size")
    )
    by["net"] = net
    for name in ("last", "orders", "net"):
        numpy.searchsorted(by[name].quantile([0.2, 0.4, 0.6, 0.8]), by[name])
    return len(by)


measured("RFM", "pandas " + pandas.__version__, 5, rfm)
