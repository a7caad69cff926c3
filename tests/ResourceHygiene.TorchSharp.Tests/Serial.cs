// The declarations count handles for the whole process, and the tracker is the process's.
[assembly: CollectionBehavior(DisableTestParallelization = true)]
