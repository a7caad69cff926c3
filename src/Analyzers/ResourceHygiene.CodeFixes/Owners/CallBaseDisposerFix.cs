using System.Collections.Immutable;
using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Formatting;
using ResourceHygiene.CodeFixes.Rewriting;
using ResourceHygiene.Shared;

namespace ResourceHygiene.CodeFixes.Owners;

/// <summary>RH2005: calls the overridden disposer when this one is done.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(CallBaseDisposerFix))]
[Shared]
public sealed class CallBaseDisposerFix : HygieneFix
{
    public override ImmutableArray<string> FixableDiagnosticIds { get; } = ImmutableArray.Create(RuleIds.BaseNotCalled);

    private protected override IEnumerable<ProposedFix> Propose(FixTarget target)
    {
        if (target.Node.FirstAncestorOrSelf<MethodDeclarationSyntax>() is not { } method)
            yield break;
        bool isVoid = method.ReturnType is PredefinedTypeSyntax { Keyword.RawKind: (int)SyntaxKind.VoidKeyword };
        // A task that is returned as it is would have to be awaited first.
        if (!isVoid && !method.Modifiers.Any(SyntaxKind.AsyncKeyword))
            yield break;
        string arguments = string.Join(", ", method.ParameterList.Parameters.Select(static parameter => parameter.Identifier.Text));
        StatementSyntax call = SyntaxFactory.ParseStatement($"{(isVoid ? "" : "await ")}base.{method.Identifier.ValueText}({arguments});").WithAdditionalAnnotations(Formatter.Annotation);
        // A way out in the middle needs a finally, which is the author's to write.
        if (method.Body is { } body && !body.DescendantNodes(static node => node is not (AnonymousFunctionExpressionSyntax or LocalFunctionStatementSyntax)).Any(static node => node is ReturnStatementSyntax))
            yield return new ProposedFix("Call the base class", StatementEdits.Append(target.Root, body, call));
        else if (method.ExpressionBody is not null && DisposerBody.Add(target.Root, method, call) is { } changed)
            yield return new ProposedFix("Call the base class", changed);
    }
}
