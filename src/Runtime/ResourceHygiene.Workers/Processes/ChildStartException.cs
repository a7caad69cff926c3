namespace ResourceHygiene.Workers.Processes;

/// <summary>The system did not start a program.</summary>
internal sealed class ChildStartException(string program, int error, string reason, Exception? innerException = null)
    : Exception($"'{program}' was not started: {reason}", innerException)
{
    // Of Unix; the same on Linux and macOS.
    public const int NotThere = 2;
    public const int TooLong = 7;
    public const int NoFormat = 8;
    public const int NoMemoryOrProcess = 11;
    public const int Denied = 13;
    public const int TooManyFiles = 24;

    /// <summary>The system's number of the error.</summary>
    public int Error { get; } = error;

    /// <summary>The system's words for it.</summary>
    public string Reason { get; } = reason;
}
