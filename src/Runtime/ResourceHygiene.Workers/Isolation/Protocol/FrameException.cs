namespace ResourceHygiene.Workers;

/// <summary>What was received is no frame. The message completes the sentence "The worker sent ...".</summary>
internal sealed class FrameException(string message, bool isOtherVersion = false) : Exception(message)
{
    public bool IsOtherVersion => isOtherVersion;
}
