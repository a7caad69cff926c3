namespace ResourceHygiene;

/// <summary>What is to be done with a resource, from the mildest to the strongest.</summary>
public enum ReleaseAction
{
    /// <summary>Nothing: it stays.</summary>
    None,

    /// <summary>Let go of a part.</summary>
    Trim,

    /// <summary>Move its content from the device to the host.</summary>
    Offload,

    /// <summary>Let go of all of it.</summary>
    Release,
}
