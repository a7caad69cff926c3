using System.Runtime.CompilerServices;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace ResourceHygiene.Analyzers.Ownership.Owners;

/// <summary>
/// Where a compilation gives something with a certain name a value, or releases it. By names alone: enough to stay silent
/// about a member that others can reach. Read when first asked, as most compilations never do, and once for each version of a file.
/// </summary>
internal sealed class OutsideUses
{
    private static readonly ConditionalWeakTable<SyntaxTree, FileUses> s_files = new();

    private readonly Compilation _compilation;

    public OutsideUses(Compilation compilation) => _compilation = compilation;

    /// <summary>True when code outside the type sets or releases something of this name.</summary>
    public bool TouchedOutside(ISymbol member, CancellationToken cancellation) => PlacesOf(member.Name, cancellation).Any(place =>
        !IsInside(place, member.ContainingType) && (member.DeclaredAccessibility != Accessibility.Private || IsInside(place, Outermost(member.ContainingType))));

    private static bool IsInside(SyntaxNode place, INamedTypeSymbol type) =>
        type.DeclaringSyntaxReferences.Any(part => part.SyntaxTree == place.SyntaxTree && part.Span.Contains(place.Span));

    private static INamedTypeSymbol Outermost(INamedTypeSymbol type) => type.ContainingType is { } outer ? Outermost(outer) : type;

    /// <summary>True when code anywhere releases something that is read or returned under this name.</summary>
    public bool ReleasedAs(string name, CancellationToken cancellation) => PlacesOf(name, cancellation).Any(static place => !IsWritten(place));

    /// <summary>True when code of this compilation creates objects of a type of this name.</summary>
    public bool IsCreatedHere(string typeName, CancellationToken cancellation) => Files(cancellation).Any(file => file.Created.Contains(typeName));

    private IEnumerable<SyntaxNode> PlacesOf(string name, CancellationToken cancellation) =>
        Files(cancellation).SelectMany(file => file.Places.TryGetValue(name, out List<SyntaxNode>? found) ? found : Enumerable.Empty<SyntaxNode>());

    private IEnumerable<FileUses> Files(CancellationToken cancellation)
    {
        foreach (SyntaxTree tree in _compilation.SyntaxTrees)
        {
            cancellation.ThrowIfCancellationRequested();
            yield return s_files.GetValue(tree, static tree => new FileUses(tree.GetRoot()));
        }
    }

    private static bool IsWritten(SyntaxNode name)
    {
        SyntaxNode value = name.Parent is MemberAccessExpressionSyntax access && access.Name == name ? access : name;
        return value.Parent is AssignmentExpressionSyntax assignment && assignment.Left == value;
    }

    private static bool IsTouched(IdentifierNameSyntax name)
    {
        SyntaxNode value = name;
        while ((value.Parent is MemberAccessExpressionSyntax access && access.Name == value)
            || (value.Parent is InvocationExpressionSyntax { ArgumentList.Arguments.Count: 0 } called && called.Expression == value)
            || value.Parent is MemberBindingExpressionSyntax or ParenthesizedExpressionSyntax or CastExpressionSyntax or PostfixUnaryExpressionSyntax { RawKind: (int)SyntaxKind.SuppressNullableWarningExpression }
            || (value.Parent is BinaryExpressionSyntax { RawKind: (int)SyntaxKind.AsExpression } cast && cast.Left == value))
        {
            value = value.Parent!;
        }

        return value.Parent switch
        {
            AssignmentExpressionSyntax assignment => assignment.Left == value,
            ArgumentSyntax { RefKindKeyword.RawKind: not 0 } => true,
            ArgumentSyntax argument => argument.Parent?.Parent is InvocationExpressionSyntax call && IsReleaseName(NameOf(call.Expression)),
            UsingStatementSyntax or EqualsValueClauseSyntax { Parent.Parent.Parent: UsingStatementSyntax or LocalDeclarationStatementSyntax { UsingKeyword.RawKind: not 0 } } => true,
            MemberAccessExpressionSyntax access when access.Expression == value => IsReleaseName(access.Name.Identifier.ValueText),
            ConditionalAccessExpressionSyntax { WhenNotNull: InvocationExpressionSyntax { Expression: MemberBindingExpressionSyntax binding } } access when access.Expression == value =>
                IsReleaseName(binding.Name.Identifier.ValueText),
            IsPatternExpressionSyntax => true,
            _ => false,
        };
    }

    private static string? NameOf(ExpressionSyntax called) => called switch
    {
        SimpleNameSyntax name => name.Identifier.ValueText,
        MemberAccessExpressionSyntax access => access.Name.Identifier.ValueText,
        MemberBindingExpressionSyntax binding => binding.Name.Identifier.ValueText,
        _ => null,
    };

    /// <summary>True for names that speak of letting something go.</summary>
    public static bool IsReleaseName(string? name) => name is not null
        && (name.Contains("Dispos") || name.Contains("Close") || name.Contains("Release") || name.Contains("Free") || name.Contains("Destroy") || name.Contains("Cleanup") || name.Contains("CleanUp") || name.Contains("Return"));

    private sealed class FileUses
    {
        public FileUses(SyntaxNode root)
        {
            foreach (SyntaxNode node in root.DescendantNodes())
            {
                if (node is ObjectCreationExpressionSyntax creation)
                    Created.Add(creation.Type.GetLastToken().ValueText);
                if (node is not IdentifierNameSyntax name || !IsTouched(name))
                    continue;
                if (!Places.TryGetValue(name.Identifier.ValueText, out List<SyntaxNode>? list))
                    Places.Add(name.Identifier.ValueText, list = new List<SyntaxNode>());
                list.Add(name);
            }
        }

        public Dictionary<string, List<SyntaxNode>> Places { get; } = new(StringComparer.Ordinal);

        public HashSet<string> Created { get; } = new(StringComparer.Ordinal);
    }
}
