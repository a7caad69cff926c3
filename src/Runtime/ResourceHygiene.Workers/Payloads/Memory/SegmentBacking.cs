namespace ResourceHygiene.Workers;

/// <summary>What the shared memory of a <see cref="SegmentPool"/> is made of.</summary>
public enum SegmentBacking
{
    /// <summary>Memory without a name where the system has it (Linux, Windows), else files.</summary>
    Auto = 0,

    /// <summary>
    /// Memory that goes with the last process that holds it: a memfd on Linux, where the other process opens it through
    /// <c>/proc</c>; a section of the page file on Windows.
    /// </summary>
    Memory = 1,

    /// <summary>
    /// Files that only this user may open, in <c>/dev/shm</c> or the directory for temporary files. Written to the journal of
    /// leftovers first: what a killed process leaves, the next start deletes. For systems on which <c>/proc</c> cannot be used.
    /// </summary>
    File = 2,
}
