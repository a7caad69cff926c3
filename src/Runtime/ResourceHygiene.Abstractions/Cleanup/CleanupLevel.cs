namespace ResourceHygiene;

/// <summary>
/// How deep a clean-up goes. Each level does what the lower ones do and more. What is leased, being released, or needed by
/// something that stays is never taken, at any level.
/// </summary>
public enum CleanupLevel
{
    /// <summary>What nobody misses: releases resources that were not used for longer than their retention.</summary>
    Low = 1,

    /// <summary>
    /// Also releases temporary buffers, files and directories, however new they are, and trims every resource that can be
    /// trimmed.
    /// </summary>
    Medium,

    /// <summary>
    /// Also moves to the host what can be moved off a device, and releases resources of priority
    /// <see cref="ReleasePriority.Low"/>.
    /// </summary>
    High,

    /// <summary>Releases every resource, whatever its priority.</summary>
    Critical,
}
