namespace ResourceHygiene.Testing;

/// <summary>A verification that did not hold. The message is the whole report; no test framework is needed to read it.</summary>
public sealed class VerificationException : Exception
{
    public VerificationException()
    {
    }

    public VerificationException(string message)
        : base(message)
    {
    }

    public VerificationException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
