namespace ResourceHygiene;

/// <summary>What kind of thing outlives a process that is killed. The numbers are those in the journal and never change.</summary>
public enum LeftoverKind
{
    /// <summary>A directory and everything in it. Its name is the full path.</summary>
    TempDirectory = 1,

    /// <summary>A file, a socket or a lock file. Its name is the full path.</summary>
    TempFile = 2,

    /// <summary>A shared-memory file, such as one in <c>/dev/shm</c>. Its name is the full path.</summary>
    SharedMemory = 3,

    /// <summary>A process started by the one that ended, with those that it started. Its name is its id and its start time.</summary>
    ChildProcess = 4,
}
