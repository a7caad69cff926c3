namespace ResourceHygiene.Shared;

/// <summary>
/// JetBrains' ownership annotations, matched by simple name in any namespace, since projects commonly carry their own
/// copy of that source file.
/// </summary>
internal static class JetBrainsAttributeNames
{
    public const string MustDisposeResource = "MustDisposeResourceAttribute";
    public const string HandlesResourceDisposal = "HandlesResourceDisposalAttribute";
}
