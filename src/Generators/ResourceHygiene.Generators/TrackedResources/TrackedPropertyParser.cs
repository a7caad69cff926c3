using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using ResourceHygiene.Generators.TrackedResources.Sizes;
using ResourceHygiene.Shared.TrackedTargets;

namespace ResourceHygiene.Generators.TrackedResources;

/// <summary>Turns a tracked property into its model. The property has been found valid.</summary>
internal static class TrackedPropertyParser
{
    public static TrackedPropertyModel Parse(ReleasedMember member)
    {
        var property = (IPropertySymbol)member.Symbol;
        AttributeData attribute = member.TrackedAttribute!;
        var syntax = attribute.ApplicationSyntaxReference!.GetSyntax().FirstAncestorOrSelf<PropertyDeclarationSyntax>()!;

        return new TrackedPropertyModel(
            Name: property.Name,
            Modifiers: string.Join(" ", syntax.Modifiers.Select(static modifier => modifier.ValueText)),
            Type: SymbolText.Qualified(property.Type),
            ValueType: SymbolText.Qualified(property.Type.WithNullableAnnotation(NullableAnnotation.NotAnnotated)),
            Getter: AccessorOf(syntax, static kind => kind == SyntaxKind.GetAccessorDeclaration)!,
            Setter: AccessorOf(syntax, static kind => kind is SyntaxKind.SetAccessorDeclaration or SyntaxKind.InitAccessorDeclaration),
            FileName: FileNameOf(syntax.SyntaxTree.FilePath),
            Resource: TrackedTypeParser.ResourceOf(attribute),
            // What says its own size is asked by the runtime, also where only a derived class does.
            Size: SizeParser.SizeOf(property.Type) is { Source: not SizeSource.Itself } size ? size : null,
            Loader: LoadMethod.NameIn(attribute) is { } name && LoadMethod.Find(property, name) is { } loader
                ? new LoaderModel(SymbolText.Identifier(loader.Method.Name), loader.Method.IsStatic, loader.Kind, loader.TakesToken)
                : null);
    }

    /// <summary>Methods that are not generated where the user has some of the same name.</summary>
    public static IEnumerable<string> OptionalMembersOf(string property) =>
    [
        TrackedPropertyModel.TryLeaseMethodOf(property),
        LoadMethod.LeaseMethodOf(property, isAsync: false),
        LoadMethod.LeaseMethodOf(property, isAsync: true),
    ];

    private static string? AccessorOf(PropertyDeclarationSyntax property, Func<SyntaxKind, bool> isWanted) =>
        property.AccessorList!.Accessors.FirstOrDefault(accessor => isWanted(accessor.Kind())) is { } accessor
            ? string.Join(" ", accessor.Modifiers.Select(static modifier => modifier.ValueText).Append(accessor.Keyword.ValueText))
            : null;

    // Path.GetFileName knows only the separators of the machine that it runs on.
    private static string FileNameOf(string path) => path.Substring(path.LastIndexOfAny(['/', '\\']) + 1);
}
