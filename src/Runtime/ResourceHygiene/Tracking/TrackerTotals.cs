namespace ResourceHygiene;

/// <summary>Sums over everything that a tracker has seen. Each number is exact; numbers read while others register or release may be from neighbouring moments.</summary>
/// <param name="Live">Resources tracked now.</param>
/// <param name="Bytes">Their sizes, all locations together.</param>
/// <param name="Registered">Registrations so far.</param>
/// <param name="Released">Entries that went because somebody released them, failed handlers included.</param>
/// <param name="Leaked">Entries that the garbage collector took before anybody released them, as far as noticed.</param>
public readonly record struct TrackerTotals(long Live, long Bytes, long Registered, long Released, long Leaked);

/// <summary>Sums over the resources of one type.</summary>
/// <param name="Type">The resource type.</param>
/// <param name="Live">Resources tracked now.</param>
/// <param name="Bytes">Their sizes, all locations together.</param>
/// <param name="PeakBytes">The largest value that <paramref name="Bytes"/> has had.</param>
/// <param name="Registered">Registrations so far.</param>
/// <param name="Released">Entries that went because somebody released them, failed handlers included.</param>
/// <param name="Leaked">Entries that the garbage collector took before anybody released them, as far as noticed.</param>
public readonly record struct ResourceTypeTotals(
    string Type, long Live, long Bytes, long PeakBytes, long Registered, long Released, long Leaked);
