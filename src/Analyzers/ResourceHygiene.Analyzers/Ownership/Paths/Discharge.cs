namespace ResourceHygiene.Analyzers.Ownership.Paths;

/// <summary>What all paths do with a resource that none of them loses.</summary>
/// <param name="IsCertain">They release it or hand it on. False where it never comes into being, or only wraps another.</param>
internal readonly record struct Discharge(bool IsCertain);
