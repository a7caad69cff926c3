using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using ResourceHygiene.Shared;
using ResourceHygiene.Shared.TrackedTargets;

namespace ResourceHygiene.Generators.TrackedResources;

/// <summary>Turns an annotated type into its model; nothing when the type has a problem, which an analyzer reports.</summary>
internal static class TrackedTypeParser
{
    public static bool IsCandidate(SyntaxNode node, CancellationToken cancellationToken) =>
        node is ClassDeclarationSyntax or RecordDeclarationSyntax or PropertyDeclarationSyntax;

    public static TrackedTypeModel? Parse(GeneratorAttributeSyntaxContext context, CancellationToken cancellationToken)
    {
        INamedTypeSymbol type = context.TargetSymbol as INamedTypeSymbol ?? context.TargetSymbol.ContainingType;
        if (TrackedTarget.Read(type, cancellationToken) is not { } target || !IsSpokesman(target, context.Attributes[0]))
            return null;

        return TargetValidation.Validate(target, cancellationToken).IsEmpty ? CreateModel(target) : null;
    }

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
            IsSealed: type.IsSealed,
            SuppressesFinalizer: !type.IsSealed || type.GetMembers().Any(static member => member is IMethodSymbol { MethodKind: MethodKind.Destructor }),
            Copying: CopyingOf(type),
            Resource: target.Attribute is { } attribute ? ResourceOf(attribute) : null,
            Dispose: AuthorOf(target.UserDispose),
            Released: ordered.Select(ReleasedModelOf).ToEquatableArray(),
            Properties: target.ReleasedMembers.Where(static member => member.TrackedAttribute is not null).Select(PropertyOf).ToEquatableArray(),
            Capabilities: target.CapabilityMethods
                .OrderBy(static method => method.Capability)
                .Select(static method => new CapabilityModel(method.Capability, SymbolText.Identifier(method.Method.Name)))
                .ToEquatableArray(),
            UserMembers: OptionalMembersOf(target));
    }

    private static EquatableArray<string> DeclarationsOf(INamedTypeSymbol type)
    {
        var declarations = new Stack<string>();
        for (INamedTypeSymbol? current = type; current is not null; current = current.ContainingType)
            declarations.Push(SymbolText.PartialHeader(current));

        return declarations.ToEquatableArray();
    }

    private static RecordCopying CopyingOf(INamedTypeSymbol type)
    {
        if (!type.IsRecord)
            return RecordCopying.NotOurs;

        bool isUserWritten = type.InstanceConstructors.Any(constructor =>
            !constructor.IsImplicitlyDeclared
            && constructor.Parameters is [{ Type: var parameter }]
            && SymbolEqualityComparer.Default.Equals(parameter, type));
        if (isUserWritten)
            return RecordCopying.NotOurs;

        return type.BaseType is { SpecialType: not SpecialType.System_Object } ? RecordCopying.RefuseAfterBase : RecordCopying.Refuse;
    }

    private static DisposeAuthor AuthorOf(IMethodSymbol? userDispose) => userDispose switch
    {
        null => DisposeAuthor.Generator,
        { DeclaredAccessibility: Accessibility.Public, ReturnsVoid: true } => DisposeAuthor.UserPublic,
        _ => DisposeAuthor.UserOther,
    };

    private static ReleasedMemberModel ReleasedModelOf(ReleasedMember member) => member.TrackedAttribute is null
        ? new ReleasedMemberModel(SymbolText.Identifier(member.Name), MemberRelease.Of(member.Type))
        : new ReleasedMemberModel(
            TrackedPropertyModel.BackingFieldOf(member.Name),
            new MemberRelease(ReleaseRoute.Method, "Dispose", MayBeNull: false));

    private static TrackedPropertyModel PropertyOf(ReleasedMember member)
    {
        var property = (IPropertySymbol)member.Symbol;
        AttributeData attribute = member.TrackedAttribute!;
        var syntax = attribute.ApplicationSyntaxReference!.GetSyntax().FirstAncestorOrSelf<PropertyDeclarationSyntax>()!;

        return new TrackedPropertyModel(
            Name: property.Name,
            Modifiers: string.Join(" ", syntax.Modifiers.Select(static modifier => modifier.ValueText)),
            Type: SymbolText.Qualified(property.Type),
            ValueType: SymbolText.Qualified(property.Type.WithNullableAnnotation(NullableAnnotation.NotAnnotated)),
            Getter: AccessorOf(syntax, static kind => kind == SyntaxKind.GetAccessorDeclaration),
            Setter: AccessorOf(syntax, static kind => kind is SyntaxKind.SetAccessorDeclaration or SyntaxKind.InitAccessorDeclaration),
            FileName: FileNameOf(syntax.SyntaxTree.FilePath),
            Resource: ResourceOf(attribute));
    }

    private static string AccessorOf(PropertyDeclarationSyntax property, Func<SyntaxKind, bool> isWanted)
    {
        AccessorDeclarationSyntax accessor = property.AccessorList!.Accessors.First(accessor => isWanted(accessor.Kind()));
        return string.Join(" ", accessor.Modifiers.Select(static modifier => modifier.ValueText).Append(accessor.Keyword.ValueText));
    }

    // Path.GetFileName knows only the separators of the machine that it runs on.
    private static string FileNameOf(string path) => path.Substring(path.LastIndexOfAny(['/', '\\']) + 1);

    private static ResourceModel ResourceOf(AttributeData attribute) => new(
        attribute.NamedArgument("Type", ""),
        attribute.NamedArgument("Priority", 0),
        attribute.NamedArgument("RetentionSeconds", 0d));

    private static EquatableArray<string> OptionalMembersOf(TrackedTarget target)
    {
        IEnumerable<string> optional = target.ReleasedMembers
            .Where(static member => member.TrackedAttribute is not null)
            .Select(static member => TrackedPropertyModel.LeaseMethodOf(member.Name));
        if (target.Attribute is not null)
            optional = optional.Concat(["TryLease", "ThrowIfReleased", "TrackedHandle", "OnReleasing", "OnReleased"]);

        return optional.Where(name => name == target.Type.Name || !target.Type.GetMembers(name).IsEmpty).ToEquatableArray();
    }
}
