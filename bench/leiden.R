# igraph's Leiden on one edge list: prints `igraph version wall-seconds processor-seconds` and writes the communities.
# Run by bench/leiden.ts with the file of edges, a seed, and the file for the communities. Wants Debian's r-cran-igraph.
suppressPackageStartupMessages(library(igraph))
named <- commandArgs(trailingOnly = TRUE)
ends <- readBin(named[1], "integer", n = file.info(named[1])$size / 4, size = 4)
# The first number is that of the agents, of whom some may have no edge.
graph <- make_graph(ends[-1] + 1, n = ends[1], directed = FALSE)
rm(ends)
set.seed(as.integer(named[2]))
took <- system.time(found <- cluster_leiden(graph, objective_function = "modularity", n_iterations = 2))
writeBin(as.integer(membership(found)), named[3], size = 4)
cat(as.character(packageVersion("igraph")), took[["elapsed"]], took[["user.self"]] + took[["sys.self"]], "\n")
