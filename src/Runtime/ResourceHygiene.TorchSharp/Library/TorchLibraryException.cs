namespace ResourceHygiene;

/// <summary>
/// TorchSharp or its native part (libtorch) cannot be loaded. The message names the package to add; the inner exception is what the
/// library threw. It stays so for the life of the process: TorchSharp tries once.
/// </summary>
public sealed class TorchLibraryException : InvalidOperationException
{
    /// <summary>Makes the exception with a message of its own.</summary>
    public TorchLibraryException()
        : this("TorchSharp could not be loaded.")
    {
    }

    /// <summary>Makes the exception.</summary>
    /// <param name="message">What is missing, and what to do.</param>
    public TorchLibraryException(string message)
        : base(message)
    {
    }

    /// <summary>Makes the exception.</summary>
    /// <param name="message">What is missing, and what to do.</param>
    /// <param name="innerException">What the library threw.</param>
    public TorchLibraryException(string message, Exception? innerException)
        : base(message, innerException)
    {
    }
}
