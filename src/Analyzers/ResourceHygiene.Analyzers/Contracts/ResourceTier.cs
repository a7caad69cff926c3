namespace ResourceHygiene.Analyzers.Contracts;

/// <summary>How much it costs when a resource is not released. Decides severity, never whether something is found.</summary>
internal enum ResourceTier
{
    /// <summary>Releasing changes nothing; never reported.</summary>
    None,

    /// <summary>Managed memory only, the garbage collector gets it back.</summary>
    Minor,

    /// <summary>What implements IDisposable and about which nothing else is known.</summary>
    Normal,

    /// <summary>Scarce outside the process's heap: files, sockets, connections, native and device memory.</summary>
    Critical,
}
