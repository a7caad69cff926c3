namespace ResourceHygiene.Workers;

/// <summary>Where a rented or opened segment goes back to.</summary>
internal interface ISegmentHome
{
    /// <summary>Takes it back. Called once for each lease, by the last who used it, on any thread.</summary>
    void Return(SegmentLease lease);
}
