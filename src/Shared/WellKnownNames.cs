namespace ResourceHygiene.Shared;

/// <summary>
/// Full metadata names of the types that Roslyn components recognise. They reference no runtime assembly, so the names
/// are strings; a test compares each with the real type. (Names that are only emitted are compared by the compiler, in
/// every test of a generator.) Constants only: the test project links this file.
/// </summary>
internal static class WellKnownNames
{
    public const string TrackedResourceAttribute = "ResourceHygiene.TrackedResourceAttribute";
    public const string OwnedAttribute = "ResourceHygiene.OwnedAttribute";
    public const string BorrowedAttribute = "ResourceHygiene.BorrowedAttribute";
    public const string TakesOwnershipAttribute = "ResourceHygiene.TakesOwnershipAttribute";
    public const string AliasOfAttribute = "ResourceHygiene.AliasOfAttribute";
    public const string MustReleaseAttribute = "ResourceHygiene.MustReleaseAttribute";
    public const string ReleasesAttribute = "ResourceHygiene.ReleasesAttribute";
    public const string OwnershipSummaryAttribute = "ResourceHygiene.OwnershipSummaryAttribute";
    public const string ReleaseHandlerAttribute = "ResourceHygiene.ReleaseHandlerAttribute";
    public const string TrimAttribute = "ResourceHygiene.TrimAttribute";
    public const string OffloadAttribute = "ResourceHygiene.OffloadAttribute";
    public const string PersistAttribute = "ResourceHygiene.PersistAttribute";
    public const string CleanerAttribute = "ResourceHygiene.CleanerAttribute";

    public const string ReleaseContext = "ResourceHygiene.ReleaseContext";
    public const string ReleaseOutcome = "ResourceHygiene.ReleaseOutcome";
    public const string TrimRequest = "ResourceHygiene.TrimRequest";
    public const string CleanerContext = "ResourceHygiene.CleanerContext";
    public const string SizedResource = "ResourceHygiene.ISizedResource";
    public const string Releasable = "ResourceHygiene.IReleasable";
    public const string AsyncReleasable = "ResourceHygiene.IAsyncReleasable";
    public const string Trimmable = "ResourceHygiene.ITrimmable";
    public const string Offloadable = "ResourceHygiene.IOffloadable";
    public const string Persistable = "ResourceHygiene.IPersistable";

    public const string WorkerCommandAttribute = "ResourceHygiene.Workers.WorkerCommandAttribute";
    public const string WorkerContext = "ResourceHygiene.Workers.WorkerContext";
    public const string SharedPayload = "ResourceHygiene.Workers.SharedPayload`1";
    public const string WorkerHost = "ResourceHygiene.Workers.WorkerHost";
}
