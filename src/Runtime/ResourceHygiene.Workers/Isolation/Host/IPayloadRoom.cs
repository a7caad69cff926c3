namespace ResourceHygiene.Workers;

/// <summary>Where a call's payloads lie, on the worker's side.</summary>
internal interface IPayloadRoom
{
    /// <summary>Opens what the other side described.</summary>
    [return: Owned]
    SegmentLease Open(in SegmentDescriptor descriptor);

    /// <summary>Asks the other side for room for a result.</summary>
    /// <param name="bytes">How much.</param>
    /// <exception cref="InvalidOperationException">There is none, or no call is under way.</exception>
    [return: Owned]
    SegmentLease Rent(long bytes);
}
