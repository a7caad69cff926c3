using ResourceHygiene.Shared.TrackedTargets;

namespace ResourceHygiene.Generators.TrackedResources;

/// <summary>
/// What is to be generated for one type, as values only: no symbol, node or location, which would keep an old
/// compilation alive and never compare equal. The parser decides everything; the emitter prints.
/// </summary>
/// <param name="HintName">The generated file's name.</param>
/// <param name="Namespace">Empty for the global namespace.</param>
/// <param name="Declarations">First lines of the containing types, outermost first, then of the type itself.</param>
/// <param name="Name">The type's name without type parameters, as an identifier.</param>
/// <param name="SelfReference">The type's name with its type parameters.</param>
/// <param name="IsSealed">Whether nothing can derive from it.</param>
/// <param name="SuppressesFinalizer">Whether the type or one derived from it may have a finalizer that a release makes needless.</param>
/// <param name="Copying">What a record's copy constructor has to be.</param>
/// <param name="Resource">How the type registers itself; null when only properties of it are tracked.</param>
/// <param name="Dispose">Who writes Dispose.</param>
/// <param name="Released">What is released, in order.</param>
/// <param name="Properties">The tracked properties.</param>
/// <param name="Capabilities">What it can do besides being released.</param>
/// <param name="UserMembers">Which of the optional members the user declares: hooks to call, helpers to leave out.</param>
internal sealed record TrackedTypeModel(
    string HintName,
    string Namespace,
    EquatableArray<string> Declarations,
    string Name,
    string SelfReference,
    bool IsSealed,
    bool SuppressesFinalizer,
    RecordCopying Copying,
    ResourceModel? Resource,
    DisposeAuthor Dispose,
    EquatableArray<ReleasedMemberModel> Released,
    EquatableArray<TrackedPropertyModel> Properties,
    EquatableArray<CapabilityModel> Capabilities,
    EquatableArray<string> UserMembers)
{
    /// <summary>The name for people.</summary>
    public string DisplayName => Name.TrimStart('@');

    /// <summary>Helpers are for the type itself and for those that derive from it.</summary>
    public string HelperAccess => IsSealed ? "private" : "protected";

    /// <summary>Who uses an instance leases it, which is rarely the type itself.</summary>
    public string LeaseAccess => IsSealed ? "internal" : "protected internal";
}

/// <summary>The arguments of <c>[TrackedResource]</c>.</summary>
internal sealed record ResourceModel(string Type, int Priority, double RetentionSeconds);

/// <summary>Who writes the type's parameterless <c>Dispose</c>.</summary>
internal enum DisposeAuthor
{
    Generator,

    /// <summary>The user, as a public method that can implement the interface.</summary>
    UserPublic,

    /// <summary>The user, as an explicit implementation or as something that is no implementation at all.</summary>
    UserOther,
}

/// <summary>A record's <c>with</c> would copy the registration and everything owned.</summary>
internal enum RecordCopying
{
    /// <summary>Not a record, or the user wrote the copy constructor.</summary>
    NotOurs,

    /// <summary>A copy constructor that refuses.</summary>
    Refuse,

    /// <summary>The same, which has to call the base record's.</summary>
    RefuseAfterBase,
}

/// <summary>One step of the release.</summary>
/// <param name="Target">The field or property to release, as an identifier.</param>
/// <param name="Release">How.</param>
internal sealed record ReleasedMemberModel(string Target, MemberRelease Release);

/// <summary>One property backed by the runtime's <c>TrackedProperty</c>.</summary>
/// <param name="Name">The name without <c>@</c>.</param>
/// <param name="Modifiers">The user's modifiers, which both parts must repeat.</param>
/// <param name="Type">The property's type.</param>
/// <param name="ValueType">The same, not nullable.</param>
/// <param name="Getter">For example <c>get</c>, <c>internal get</c>.</param>
/// <param name="Setter">For example <c>set</c>, <c>private init</c>.</param>
/// <param name="FileName">Name of the declaring file, without its folder and line: the same on every machine and after every edit.</param>
/// <param name="Resource">How its values are registered.</param>
internal sealed record TrackedPropertyModel(
    string Name, string Modifiers, string Type, string ValueType, string Getter, string Setter, string FileName, ResourceModel Resource)
{
    public string Identifier => SymbolText.Identifier(Name);

    public string BackingField => BackingFieldOf(Name);

    public string LeaseMethod => LeaseMethodOf(Name);

    /// <summary>Who may read the value may lease it.</summary>
    public string LeaseAccess => AccessIn(Getter) is { Length: > 0 } access ? access : AccessIn(Modifiers) is { Length: > 0 } own ? own : "private";

    public static string BackingFieldOf(string name) => "__rh_" + name;

    public static string LeaseMethodOf(string name) => "TryLease" + name;

    private static string AccessIn(string modifiers) =>
        string.Join(" ", modifiers.Split(' ').Where(static word => word is "public" or "internal" or "protected" or "private"));
}

/// <summary>A method of the user that implements one of the runtime's optional interfaces.</summary>
internal sealed record CapabilityModel(Capability Capability, string Method);
