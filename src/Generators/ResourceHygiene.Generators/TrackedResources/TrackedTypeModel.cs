using ResourceHygiene.Generators.TrackedResources.Sizes;
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
/// <param name="Shape">Class or struct.</param>
/// <param name="IsSealed">Whether nothing can derive from it.</param>
/// <param name="SuppressesFinalizer">Whether the type or one derived from it may have a finalizer that a release makes needless.</param>
/// <param name="IsSized">Whether a struct says itself how large it is.</param>
/// <param name="HasLayout">Whether the user says how a struct's fields are laid out.</param>
/// <param name="Base">How its base is released.</param>
/// <param name="Copying">What a record's copy constructor has to be.</param>
/// <param name="Resource">How the type registers itself; null when only properties of it are tracked.</param>
/// <param name="Dispose">Who writes Dispose.</param>
/// <param name="DisposeAsync">Who writes DisposeAsync, if the type gets one.</param>
/// <param name="Async">Whether it gets one.</param>
/// <param name="Released">What is released, in order.</param>
/// <param name="Properties">The tracked properties.</param>
/// <param name="Capabilities">What it can do besides being released.</param>
/// <param name="Measured">The owned members whose size is known to generated code.</param>
/// <param name="BaseMeasures">Whether a tracked base has such members, too.</param>
/// <param name="UserMembers">Which of the optional members the user declares: hooks to call, helpers to leave out.</param>
internal sealed record TrackedTypeModel(
    string HintName,
    string Namespace,
    EquatableArray<string> Declarations,
    string Name,
    string SelfReference,
    TypeShape Shape,
    bool IsSealed,
    bool SuppressesFinalizer,
    bool IsSized,
    bool HasLayout,
    BaseModel Base,
    RecordCopying Copying,
    ResourceModel? Resource,
    DisposeAuthor Dispose,
    DisposeAuthor DisposeAsync,
    AsyncNeed Async,
    EquatableArray<ReleasedMemberModel> Released,
    EquatableArray<TrackedPropertyModel> Properties,
    EquatableArray<CapabilityCall> Capabilities,
    EquatableArray<MeasuredMemberModel> Measured,
    bool BaseMeasures,
    EquatableArray<string> UserMembers)
{
    /// <summary>The name for people.</summary>
    public string DisplayName => Name.TrimStart('@');

    /// <summary>Whether the project tracks at all: <c>ResourceHygieneTracking</c>. If not, instances are only released.</summary>
    public bool IsTracking { get; init; } = true;

    /// <summary>Whether the user wrote a <c>Dispose(bool)</c> and no Dispose that calls it: the release does.</summary>
    public bool CallsDisposeBool { get; init; }

    /// <summary>What a struct can do besides being released because it implements the runtime's interfaces itself.</summary>
    public EquatableArray<OwnCapability> OwnCapabilities { get; init; }

    /// <summary>What the parameter of a hook is called where the user wrote none.</summary>
    public const string ContextParameter = "context";

    /// <summary>What the parameter of OnReleasing is called, as an identifier.</summary>
    public string ReleasingParameter { get; init; } = ContextParameter;

    /// <summary>The same of OnReleased.</summary>
    public string ReleasedParameter { get; init; } = ContextParameter;

    public bool IsStruct => Shape != TypeShape.Class;

    /// <summary>A derived class, tracked or not, takes part in the release of a tracked class.</summary>
    public bool CanBeDerivedFrom => !IsSealed && !IsStruct;

    public bool IsAsync => Async != AsyncNeed.None;

    /// <summary>Its synchronous release waits for the asynchronous one: there is no other, or the user wrote no other.</summary>
    public bool WaitsForAsync => Async == AsyncNeed.Required || (IsAsync && DisposeAsync != DisposeAuthor.Generator && Dispose == DisposeAuthor.Generator);

    /// <summary>A derived class takes part unless the user's own Dispose, with whatever pattern, is all there is to call.</summary>
    public bool HasDerivedHook => CanBeDerivedFrom && (Resource is not null || Dispose == DisposeAuthor.Generator) && Base.Kind != BaseKind.TrackedProperties;

    /// <summary>The user wrote what the owner calls; the runtime calls it, too.</summary>
    public bool HasHandWritten => Resource is not null && (Calls(Dispose) || (IsAsync && Calls(DisposeAsync)));

    /// <summary>Its registration can compute what it occupies.</summary>
    public bool Measures => BaseMeasures || Measured.Length > 0;

    /// <summary>It frees something that nothing else would free if its owner forgot.</summary>
    public bool HasNativeState => Released.Any(static member => member.Native is not null);

    /// <summary>Steps of its release are releases themselves, whose failures are to stand in one list with the others.</summary>
    public bool HasNestedFailures => CanBeDerivedFrom || Base.Kind is BaseKind.Tracked or BaseKind.TrackedProperties || HasNativeState;

    /// <summary>Nothing that is called on a struct copies it.</summary>
    public string Readonly => IsStruct ? "readonly " : "";

    /// <summary>Helpers are for the type itself and for those that derive from it.</summary>
    public string HelperAccess => !CanBeDerivedFrom ? "private" : "protected";

    private static bool Calls(DisposeAuthor author) => author is not (DisposeAuthor.Generator or DisposeAuthor.UserOther);

    /// <summary>Who uses an instance leases it, which is rarely the type itself.</summary>
    public string LeaseAccess => !CanBeDerivedFrom ? "internal" : "protected internal";
}

/// <summary>A capability whose interface a struct implements itself.</summary>
internal sealed record OwnCapability(Capability Capability);

/// <summary>What the type is.</summary>
internal enum TypeShape
{
    Class,
    Struct,

    /// <summary>The same, all of whose fields must be readonly.</summary>
    ReadOnlyStruct,
}

/// <summary>How the base of the type is released.</summary>
/// <param name="Kind">Through what.</param>
/// <param name="SyncAccess">Accessibility of the Dispose that is overridden; empty where none is.</param>
/// <param name="CallsSync">Whether that is more than an abstract declaration.</param>
/// <param name="AsyncMethod">Name of the asynchronous method that is overridden; empty where none is.</param>
/// <param name="AsyncAccess">Its accessibility.</param>
/// <param name="CallsAsync">Whether it is more than an abstract declaration.</param>
/// <param name="TrackedAsync">Whether the tracked base is released asynchronously.</param>
/// <param name="Level">How many tracked types it derives from.</param>
/// <param name="IsForeign">Whether the tracked base lies in another assembly, whose internals are out of reach.</param>
internal sealed record BaseModel(
    BaseKind Kind,
    string SyncAccess,
    bool CallsSync,
    string AsyncMethod,
    string AsyncAccess,
    bool CallsAsync,
    AsyncNeed TrackedAsync,
    int Level,
    bool IsForeign)
{
    public bool IsTracked => Kind == BaseKind.Tracked;

    public bool OverridesAsync => AsyncMethod.Length > 0;

    /// <summary>The base's DisposeAsync may come back to its virtual Dispose, which must then be the base's own.</summary>
    public bool MayComeBack => AsyncMethod == "DisposeAsync" && CallsAsync && Kind != BaseKind.AsyncOnly;

    /// <summary>
    /// The base's DisposeAsync calls <c>Dispose(false)</c> after its DisposeAsyncCore, for native state. The release does that, as it is
    /// also asked for by the runtime, and may be put off.
    /// </summary>
    public bool LeavesNative => AsyncMethod == "DisposeAsyncCore" && Kind == BaseKind.DisposeBool;
}

/// <summary>The arguments of <c>[TrackedResource]</c>.</summary>
internal sealed record ResourceModel(string Type, int Priority, double RetentionSeconds, bool ReportsFailures);

/// <summary>Who writes the type's <c>Dispose</c>, or its <c>DisposeAsync</c>.</summary>
internal enum DisposeAuthor
{
    Generator,

    /// <summary>The user, as a public method that can implement the interface.</summary>
    UserPublic,

    /// <summary>The user, as an explicit implementation.</summary>
    UserExplicit,

    /// <summary>The user, as the override of a base's <c>Dispose(bool)</c> or <c>DisposeAsyncCore</c>.</summary>
    UserOverride,

    /// <summary>The user, as something that implements nothing.</summary>
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

    /// <summary>The same, where the base record's sets required members and whoever calls it has to say so, too.</summary>
    RefuseAfterRequiring,
}

/// <summary>One step of the release.</summary>
/// <param name="Target">The field or property to release, as an identifier.</param>
/// <param name="Release">How.</param>
/// <param name="Native">How it is freed where it is native state; null where it is not.</param>
internal sealed record ReleasedMemberModel(string Target, MemberRelease Release, NativeModel? Native = null);

/// <summary>How native state is freed.</summary>
/// <param name="Free">The method to call; empty for a <c>GCHandle</c>, which frees itself.</param>
/// <param name="IsUnsafe">Whether pointers are named in it.</param>
/// <param name="Cast">What makes the value the method's argument; empty where it is that already.</param>
internal sealed record NativeModel(string Free, bool IsUnsafe, string Cast);
