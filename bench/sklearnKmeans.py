"""Processor time of scikit-learn's K-means on the rows that `bench/analysis.ts --write` wrote: python3 bench/sklearnKmeans.py clouds.f64"""
import os
import sys
import time

os.environ.setdefault("OMP_NUM_THREADS", "1")

import numpy
import sklearn
from sklearn.cluster import KMeans

rows = numpy.fromfile(sys.argv[1], dtype="<f8").reshape(-1, 8)
print("scikit-learn", sklearn.__version__, rows.shape)
for run in range(1, 6):
    cpu, wall = time.process_time(), time.perf_counter()
    found = KMeans(n_clusters=8, n_init=10, random_state=run).fit(rows)
    print(
        f"run {run}: processor {time.process_time() - cpu:.3f} s, "
        f"wall {time.perf_counter() - wall:.3f} s, inertia {found.inertia_:.3f}"
    )
