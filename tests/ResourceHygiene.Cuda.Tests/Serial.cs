// Caches of a device are emptied for all who registered one, whichever fake driver it belongs to: what one test class lets go on
// device 0 would be seen by another that counts its calls.
[assembly: CollectionBehavior(DisableTestParallelization = true)]
