using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using ResourceHygiene.Generators.TrackedResources.Sizes;
using ResourceHygiene.Shared;
using ResourceHygiene.Shared.TrackedTargets;

namespace ResourceHygiene.Generators.TrackedResources;

/// <summary>Turns an annotated type into its model; nothing when the type has a problem, which an analyzer reports.</summary>
internal static class TrackedTypeParser
{
    /// <summary>The value of <c>ReleaseFailures.Report</c>.</summary>
    private const int ReportFailures = 1;

    private static readonly ImmutableArray<Capability> s_capabilities = ImmutableArray.Create(Capability.Trim, Capability.Offload, Capability.Persist);

    public static bool IsCandidate(SyntaxNode node, CancellationToken cancellationToken) =>
        node is ClassDeclarationSyntax or RecordDeclarationSyntax or StructDeclarationSyntax or PropertyDeclarationSyntax;

    public static TrackedTypeModel? Parse(GeneratorAttributeSyntaxContext context, CancellationToken cancellationToken)
    {
        INamedTypeSymbol type = TypeOf(context);
        if (TrackedTarget.Read(type, cancellationToken) is not { } target || !IsSpokesman(target, context.Attributes[0]) || !SymbolText.HasNameForItself(type))
            return null;

        return TargetValidation.Validate(target, cancellationToken).IsEmpty ? CreateModel(target) : null;
    }

    /// <summary>
    /// Whether what bodies put into a member decides what is generated, if only because it decides whether anything is for a
    /// base. The bodies may stand in other files than the attribute.
    /// </summary>
    public static bool ReadsBodies(GeneratorAttributeSyntaxContext context)
    {
        for (INamedTypeSymbol? type = TypeOf(context); type is { DeclaringSyntaxReferences.IsEmpty: false }; type = type.BaseType)
        {
            if (type.GetMembers().Any(static member => ReleasedMember.Read(member) is { } released && KnownShape.IsAskedFor(released)))
                return true;
        }

        return false;
    }

    private static INamedTypeSymbol TypeOf(GeneratorAttributeSyntaxContext context) =>
        context.TargetSymbol as INamedTypeSymbol ?? context.TargetSymbol.ContainingType;

    /// <summary>A type may carry several attributes, on itself and on properties; the first speaks for all, so that it gets one file.</summary>
    private static bool IsSpokesman(TrackedTarget target, AttributeData attribute)
    {
        AttributeData? first = target.Attribute
            ?? target.ReleasedMembers.FirstOrDefault(static member => member.TrackedAttribute is not null)?.TrackedAttribute;

        return first?.ApplicationSyntaxReference is { } expected
            && attribute.ApplicationSyntaxReference is { } actual
            && expected.SyntaxTree == actual.SyntaxTree
            && expected.Span == actual.Span;
    }

    private static TrackedTypeModel CreateModel(TrackedTarget target)
    {
        INamedTypeSymbol type = target.Type;
        ImmutableArray<ReleasedMember> ordered = ReleaseOrder.Of(target.ReleasedMembers, out _);

        return new TrackedTypeModel(
            HintName: HintNames.For(SymbolText.FullMetadataName(type)),
            Namespace: SymbolText.Namespace(type.ContainingNamespace),
            Declarations: DeclarationsOf(type),
            Name: SymbolText.Identifier(type.Name),
            SelfReference: SymbolText.WithTypeParameters(type),
            Shape: type.TypeKind == TypeKind.Struct ? type.IsReadOnly ? TypeShape.ReadOnlyStruct : TypeShape.Struct : TypeShape.Class,
            IsSealed: type.IsSealed,
            SuppressesFinalizer: MayHaveFinalizer(target),
            IsSized: type.TypeKind == TypeKind.Struct && type.AllInterfaces.Any(static i => i.HasFullName(WellKnownNames.SizedResource)),
            HasLayout: type.GetAttributes().Any(static attribute => attribute.AttributeClass is { Name: "StructLayoutAttribute" }),
            Base: BaseOf(target),
            Copying: CopyingOf(type),
            Resource: target.Attribute is { } attribute ? ResourceOf(attribute) : null,
            Dispose: AuthorOf(target.UserDispose),
            DisposeAsync: AuthorOf(target.UserDisposeAsync),
            Async: target.Async,
            Released: DeviceRoles.WithWorkInFlight(ordered)
                .Select(static stream => new ReleasedMemberModel(SymbolText.Identifier(stream.Name), DeviceRoles.WaitFor(stream)))
                .Concat(ordered.Select(ReleasedModelOf))
                .ToEquatableArray(),
            Properties: target.ReleasedMembers.Where(static member => member.TrackedAttribute is not null).Select(TrackedPropertyParser.Parse).ToEquatableArray(),
            Capabilities: target.CapabilityMethods
                .OrderBy(static method => method.Capability)
                .Select(CapabilityCall.Of)
                .ToEquatableArray(),
            Measured: SizeParser.MembersOf(target),
            BaseMeasures: SizeParser.BaseMeasures(target),
            UserMembers: OptionalMembersOf(target))
        {
            CallsDisposeBool = target.UserDisposeBool is not null,
            OwnCapabilities = OwnCapabilitiesOf(target).ToEquatableArray(),
            ReleasingParameter = HookParameterOf(type, "OnReleasing"),
            ReleasedParameter = HookParameterOf(type, "OnReleased"),
        };
    }

    /// <summary>A class is asked by the runtime itself; of a struct the runtime only knows what copies share.</summary>
    private static IEnumerable<OwnCapability> OwnCapabilitiesOf(TrackedTarget target)
    {
        if (target.Type.TypeKind != TypeKind.Struct)
            yield break;

        foreach (Capability capability in s_capabilities)
        {
            string contract = CapabilityValidation.ContractOf(capability);
            if (target.CapabilityMethods.All(method => method.Capability != capability) && target.Type.AllInterfaces.Any(i => i.HasFullName(contract)))
                yield return new OwnCapability(capability);
        }
    }

    /// <summary>The two parts of a method are to call their parameter alike.</summary>
    private static string HookParameterOf(INamedTypeSymbol type, string hook) => SymbolText.Identifier(
        type.GetMembers(hook).OfType<IMethodSymbol>().Where(static method => method.Parameters is [{ RefKind: RefKind.In }]).FirstOrDefault()?.Parameters[0].Name
        ?? TrackedTypeModel.ContextParameter);

    private static EquatableArray<string> DeclarationsOf(INamedTypeSymbol type)
    {
        var declarations = new Stack<string>();
        for (INamedTypeSymbol? current = type; current is not null; current = current.ContainingType)
            declarations.Push(SymbolText.PartialHeader(current));

        return declarations.ToEquatableArray();
    }

    private static RecordCopying CopyingOf(INamedTypeSymbol type)
    {
        if (!type.IsRecord || type.TypeKind != TypeKind.Class)
            return RecordCopying.NotOurs;

        bool isUserWritten = type.InstanceConstructors.Any(constructor =>
            !constructor.IsImplicitlyDeclared
            && constructor.Parameters is [{ Type: var parameter }]
            && SymbolEqualityComparer.Default.Equals(parameter, type));
        if (isUserWritten)
            return RecordCopying.NotOurs;

        if (type.BaseType is not { SpecialType: not SpecialType.System_Object } baseType)
            return RecordCopying.Refuse;

        return RequiresMembers(baseType) ? RecordCopying.RefuseAfterRequiring : RecordCopying.RefuseAfterBase;
    }

    private static bool RequiresMembers(INamedTypeSymbol type)
    {
        for (INamedTypeSymbol? current = type; current is not null; current = current.BaseType)
        {
            if (current.GetMembers().Any(static member => member is IPropertySymbol { IsRequired: true } or IFieldSymbol { IsRequired: true }))
                return true;
        }

        return false;
    }

    private static bool MayHaveFinalizer(TrackedTarget target) => target.Type.TypeKind == TypeKind.Class
        && (!target.Type.IsSealed
            // The base's public Dispose would suppress its finalizer; a release by the runtime does not pass through it.
            || target.Base.Kind is BaseKind.DisposeBool or BaseKind.Dispose or BaseKind.AsyncOnly
            || target.ReleasedMembers.Any(NativeState.IsAskedFor)
            || target.Type.GetMembers().Any(static member => member is IMethodSymbol { MethodKind: MethodKind.Destructor }));

    private static BaseModel BaseOf(TrackedTarget target)
    {
        BaseDisposal disposal = target.Base;
        bool isForeign = disposal.Tracked is { } tracked
            && !SymbolEqualityComparer.Default.Equals(tracked.ContainingAssembly, target.Type.ContainingAssembly);
        return new BaseModel(
            disposal.Kind,
            AccessOf(disposal.Sync, target.Type),
            disposal.Sync is { IsAbstract: false },
            disposal.Async?.Name ?? "",
            AccessOf(disposal.Async, target.Type),
            disposal.Async is { IsAbstract: false },
            AsyncNeeds.OfTrackedBase(target),
            disposal.Level,
            isForeign);
    }

    /// <summary>An override repeats the accessibility, in another assembly without the part that is out of reach.</summary>
    private static string AccessOf(IMethodSymbol? method, INamedTypeSymbol derived) => method?.DeclaredAccessibility switch
    {
        null => "",
        Accessibility.Public => "public",
        Accessibility.ProtectedOrInternal =>
            SymbolEqualityComparer.Default.Equals(method.ContainingAssembly, derived.ContainingAssembly) ? "protected internal" : "protected",
        Accessibility.ProtectedAndInternal => "private protected",
        Accessibility.Internal => "internal",
        _ => "protected",
    };

    private static DisposeAuthor AuthorOf(IMethodSymbol? userMethod) => userMethod switch
    {
        null => DisposeAuthor.Generator,
        { Parameters.IsEmpty: false } => DisposeAuthor.UserOverride,
        { DeclaredAccessibility: Accessibility.Public, ReturnsVoid: true } => DisposeAuthor.UserPublic,
        { Name: "DisposeAsync", DeclaredAccessibility: Accessibility.Public, ReturnType.Name: "ValueTask" } => DisposeAuthor.UserPublic,
        { Name: "DisposeAsyncCore" } => DisposeAuthor.UserOverride,
        { ExplicitInterfaceImplementations.IsEmpty: false } => DisposeAuthor.UserExplicit,
        _ => DisposeAuthor.UserOther,
    };

    private static ReleasedMemberModel ReleasedModelOf(ReleasedMember member) => NativeState.Of(member) is { } native
        ? new ReleasedMemberModel(SymbolText.Identifier(member.Name), MemberRelease.Of(member.Type), NativeOf(native, member.Type))
        : member.TrackedAttribute is null
        ? new ReleasedMemberModel(SymbolText.Identifier(member.Name), AsyncNeeds.Fill(MemberRelease.Of(member, CancellationToken.None), member.Type))
        : new ReleasedMemberModel(
            TrackedPropertyModel.BackingFieldOf(member.Name),
            new MemberRelease(ReleaseRoute.Method, "Dispose", MayBeNull: false));

    private static NativeModel NativeOf(NativeState native, ITypeSymbol type) => new(
        native.Method is { } method ? $"{SymbolText.Qualified(method.ContainingType)}.{SymbolText.Identifier(method.Name)}"
            : native.BuiltIn is { } builtIn ? "global::" + builtIn
            : "",
        IsUnsafe: native.TakesPointer || type.TypeKind == TypeKind.Pointer,
        Cast: native switch
        {
            { BuiltIn: null } => "",
            { TakesPointer: true } => "(void*)",
            // A pointer or an unsigned number, of which every one is an address.
            _ => type.SpecialType == SpecialType.System_IntPtr ? "" : "(nint)",
        });

    internal static ResourceModel ResourceOf(AttributeData attribute) => new(
        attribute.NamedArgument("Type", ""),
        attribute.NamedArgument("Priority", 0),
        attribute.NamedArgument("RetentionSeconds", 0d),
        attribute.NamedArgument("Failures", 0) == ReportFailures);

    private static EquatableArray<string> OptionalMembersOf(TrackedTarget target)
    {
        IEnumerable<string> optional = target.ReleasedMembers
            .Where(static member => member.TrackedAttribute is not null)
            .SelectMany(static member => TrackedPropertyParser.OptionalMembersOf(member.Name));
        if (target.Attribute is not null)
            optional = optional.Concat(["TryLease", "ThrowIfReleased", "TrackedHandle", "OnReleasing", "OnReleased"]);

        // A method of that name which is no hook is nobody's business.
        IEnumerable<string> hooks = target.Attribute is null ? [] : AsyncHooks.In(target.Type);
        return optional.Where(name => name == target.Type.Name || !target.Type.GetMembers(name).IsEmpty).Concat(hooks).ToEquatableArray();
    }
}
