using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using ResourceHygiene.Analyzers.Contracts;
using ResourceHygiene.Analyzers.Ownership.Screening;

namespace ResourceHygiene.Analyzers.Ownership.Owners;

/// <summary>
/// Members whose types say nothing about a release: addresses, pins, buffers. They are looked at where the text of their type
/// calls something that may give what has to be released; where their values really come from is asked afterwards.
/// </summary>
internal static class RawMembers
{
    /// <summary>Those of the candidates that get a value where such a call is in reach.</summary>
    public static IEnumerable<(ISymbol Symbol, ITypeSymbol Type)> Among(
        List<(ISymbol Symbol, ITypeSymbol Type)> candidates, INamedTypeSymbol type, OwnershipKnowledge knowledge, CancellationToken cancellation)
    {
        var names = new HashSet<string>(candidates.Select(static candidate => candidate.Symbol.Name), StringComparer.Ordinal);
        var written = new HashSet<string>(StringComparer.Ordinal);
        bool gives = false;
        foreach (SyntaxNode node in type.DeclaringSyntaxReferences.SelectMany(part => part.GetSyntax(cancellation).DescendantNodes()))
        {
            switch (node)
            {
                case InvocationExpressionSyntax call when !gives && FileOutline.CalledName(call) is { } called:
                    gives = knowledge.Declared.MayGive(called) || knowledge.Names(cancellation).MayGive(called, cancellation);
                    break;
                default:
                    if (WrittenBy(node) is { } name && names.Contains(name))
                        written.Add(name);
                    break;
            }
        }

        return gives ? candidates.Where(candidate => written.Contains(candidate.Symbol.Name)) : Enumerable.Empty<(ISymbol, ITypeSymbol)>();
    }

    /// <summary>True for families whose members' values an object holds for itself. A lock, a library or a file on the disk it may well leave as they are.</summary>
    public static bool IsHeldByObject(string family) => RawFamilies.KindOf(family) is RawKind.Native or RawKind.Pin or RawKind.Pool;

    private static string? WrittenBy(SyntaxNode node) => node switch
    {
        AssignmentExpressionSyntax { Right: not LiteralExpressionSyntax } assignment => NameOf(assignment.Left),
        ArgumentSyntax { RefKindKeyword.RawKind: (int)SyntaxKind.OutKeyword } argument => NameOf(argument.Expression),
        VariableDeclaratorSyntax { Initializer: not null } field => field.Identifier.ValueText,
        PropertyDeclarationSyntax { Initializer: not null } property => property.Identifier.ValueText,
        _ => null,
    };

    private static string? NameOf(ExpressionSyntax target) => target switch
    {
        IdentifierNameSyntax name => name.Identifier.ValueText,
        MemberAccessExpressionSyntax { Expression: ThisExpressionSyntax } access => access.Name.Identifier.ValueText,
        _ => null,
    };
}
