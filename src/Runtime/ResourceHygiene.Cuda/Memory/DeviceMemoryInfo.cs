namespace ResourceHygiene.Cuda;

/// <summary>How full a memory is, with everything that all processes hold there.</summary>
/// <param name="TotalBytes">Its size.</param>
/// <param name="FreeBytes">What is free. An allocation of as much may still fail, where it does not lie in one piece.</param>
public readonly record struct DeviceMemoryInfo(long TotalBytes, long FreeBytes)
{
    /// <summary>What is in use.</summary>
    public long UsedBytes => TotalBytes - FreeBytes;

    /// <summary><c>12 GB of 80 GB in use</c></summary>
    public override string ToString() => $"{ResourceText.Size(UsedBytes)} of {ResourceText.Size(TotalBytes)} in use";
}
