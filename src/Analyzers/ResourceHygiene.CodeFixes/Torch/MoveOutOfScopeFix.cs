using System.Collections.Immutable;
using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using ResourceHygiene.CodeFixes.Rewriting;
using ResourceHygiene.Shared;

namespace ResourceHygiene.CodeFixes.Torch;

/// <summary>RH5003: what is returned moves to the scope of the caller; what is kept belongs to no scope any more.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(MoveOutOfScopeFix))]
[Shared]
public sealed class MoveOutOfScopeFix : HygieneFix
{
    public override ImmutableArray<string> FixableDiagnosticIds { get; } = ImmutableArray.Create(RuleIds.TensorEscapesScope);

    private protected override IEnumerable<ProposedFix> Propose(FixTarget target)
    {
        if (target.Node is not ExpressionSyntax value)
            yield break;
        ImmutableDictionary<string, string?> properties = target.Diagnostic.Properties;
        string? method = properties.TryGetValue("moveWith", out string? named) ? named : TensorScopes.MoveToOuter;
        if (method is null)
            yield break;
        if (properties.TryGetValue("scope", out string? scope) && scope is not null)
        {
            if (scope.Length > 0)
                yield return new ProposedFix($"Take it out with '{scope}.{method}'", target.Root.ReplaceNode(value, TensorScopes.TakenOut(value, scope, method)));
            yield break;
        }

        yield return new ProposedFix($"Call '{method}()'", target.Root.ReplaceNode(value, TensorScopes.Calling(value, method)));
    }
}
