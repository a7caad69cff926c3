using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace ResourceHygiene.Analyzers.Ownership.Screening;

/// <summary>A method whose result, or an out parameter, may be something that has to be released. What is read from its syntax is kept as long as that.</summary>
internal sealed class Giver : AskedDeclaration
{
    private static readonly string[] s_rawTypes = { "nint", "nuint", "IntPtr", "UIntPtr", "GCHandle" };

    private string[]? _mentions;

    public Giver(string name, SyntaxNode declaration)
        : base(declaration)
    {
        Name = name;
        TypeSyntax[] given = TypesGivenBy(declaration).ToArray();
        // Of what is in a tuple only the type tells that it has to be released.
        LooksRaw = Array.Exists(given, static type => type.DescendantNodesAndSelf(static node => node is not TupleTypeSyntax).Any(static node =>
            node is PointerTypeSyntax or ArrayTypeSyntax || node is IdentifierNameSyntax { Identifier.ValueText: var name } && Array.IndexOf(s_rawTypes, name) >= 0));
        TypeNames = given.SelectMany(static type => type.DescendantNodesAndSelf()).OfType<IdentifierNameSyntax>().Select(static type => type.Identifier.ValueText).ToArray();
    }

    public string Name { get; }

    /// <summary>It gives an address, a handle or an array, as far as its types are called what they are.</summary>
    public bool LooksRaw { get; }

    /// <summary>The names in the types that it gives.</summary>
    public string[] TypeNames { get; }

    /// <summary>All names in the method.</summary>
    public string[] Mentions => _mentions ??= Declaration.DescendantNodes().OfType<SimpleNameSyntax>().Select(static name => name.Identifier.ValueText).Distinct(StringComparer.Ordinal).ToArray();

    private static IEnumerable<TypeSyntax> TypesGivenBy(SyntaxNode declaration)
    {
        (TypeSyntax? result, ParameterListSyntax? parameters) = declaration switch
        {
            MethodDeclarationSyntax method => (method.ReturnType, method.ParameterList),
            LocalFunctionStatementSyntax function => (function.ReturnType, function.ParameterList),
            _ => default((TypeSyntax?, ParameterListSyntax?)),
        };
        IEnumerable<TypeSyntax?> given = parameters?.Parameters.Where(static parameter => parameter.Modifiers.Any(SyntaxKind.OutKeyword)).Select(static parameter => parameter.Type)
            ?? Enumerable.Empty<TypeSyntax?>();
        return given.Prepend(result).OfType<TypeSyntax>();
    }
}
