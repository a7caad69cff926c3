namespace ResourceHygiene.Analyzers.Rules;

/// <summary>Categories as shown in error lists, one for each leading digit of the rule ids.</summary>
internal static class RuleCategories
{
    public const string Leaks = "ResourceHygiene.Leaks";
    public const string Owners = "ResourceHygiene.Owners";
    public const string Releases = "ResourceHygiene.Releases";
    public const string Memory = "ResourceHygiene.Memory";
    public const string Gpu = "ResourceHygiene.Gpu";
    public const string Async = "ResourceHygiene.Async";
    public const string Contracts = "ResourceHygiene.Contracts";
    public const string TrackedTargets = "ResourceHygiene.TrackedTargets";
    public const string Tool = "ResourceHygiene.Tool";
}
