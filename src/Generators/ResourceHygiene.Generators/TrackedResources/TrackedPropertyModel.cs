using ResourceHygiene.Generators.TrackedResources.Sizes;
using ResourceHygiene.Shared.TrackedTargets;

namespace ResourceHygiene.Generators.TrackedResources;

/// <summary>One property backed by the runtime's <c>TrackedProperty</c>, or <c>LoadedProperty</c> where it has a loader.</summary>
/// <param name="Name">The name without <c>@</c>.</param>
/// <param name="Modifiers">The user's modifiers, which both parts must repeat.</param>
/// <param name="Type">The property's type.</param>
/// <param name="ValueType">The same, not nullable.</param>
/// <param name="Getter">For example <c>get</c>, <c>internal get</c>.</param>
/// <param name="Setter">For example <c>set</c>, <c>private init</c>; null where it has none.</param>
/// <param name="FileName">Name of the declaring file, without its folder and line: the same on every machine and after every edit.</param>
/// <param name="Resource">How its values are registered.</param>
/// <param name="Size">How its values are measured; null leaves that to the values.</param>
/// <param name="Loader">How a value is loaded when there is none; null where the user sets it.</param>
internal sealed record TrackedPropertyModel(
    string Name,
    string Modifiers,
    string Type,
    string ValueType,
    string Getter,
    string? Setter,
    string FileName,
    ResourceModel Resource,
    SizeModel? Size,
    LoaderModel? Loader)
{
    public string Identifier => SymbolText.Identifier(Name);

    public string BackingField => BackingFieldOf(Name);

    public string BackingType => $"global::ResourceHygiene.{(Loader is null ? "TrackedProperty" : "LoadedProperty")}<{ValueType}>";

    /// <summary>The method that pins a value that is there.</summary>
    public string TryLeaseMethod => TryLeaseMethodOf(Name);

    /// <summary>The method that loads a value if there is none, and pins it.</summary>
    public string LeaseMethod => LoadMethod.LeaseMethodOf(Name, isAsync: Loader is { Kind: not LoadKind.Sync });

    /// <summary>Who may read the value may lease it.</summary>
    public string LeaseAccess => AccessIn(Getter) is { Length: > 0 } access ? access : AccessIn(Modifiers) is { Length: > 0 } own ? own : "private";

    public static string BackingFieldOf(string name) => "__rh_" + name;

    public static string TryLeaseMethodOf(string name) => "TryLease" + name;

    private static string AccessIn(string modifiers) =>
        string.Join(" ", modifiers.Split(' ').Where(static word => word is "public" or "internal" or "protected" or "private"));
}

/// <summary>The method that loads a property's value.</summary>
/// <param name="Method">Its name, as an identifier.</param>
/// <param name="IsStatic">Whether it needs no instance.</param>
/// <param name="Kind">How it gives the value.</param>
/// <param name="TakesToken">Whether it can be told to stop.</param>
internal sealed record LoaderModel(string Method, bool IsStatic, LoadKind Kind, bool TakesToken);
