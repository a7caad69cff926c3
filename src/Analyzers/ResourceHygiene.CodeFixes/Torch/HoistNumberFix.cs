using System.Collections.Immutable;
using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Formatting;
using Microsoft.CodeAnalysis.Text;
using ResourceHygiene.CodeFixes.Rewriting;
using ResourceHygiene.Shared;

namespace ResourceHygiene.CodeFixes.Torch;

/// <summary>RH5018: creates the Scalar or Tensor once, in front of the loop, and uses it wherever the loop names the number.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(HoistNumberFix))]
[Shared]
public sealed class HoistNumberFix : HygieneFix
{
    public override ImmutableArray<string> FixableDiagnosticIds { get; } = ImmutableArray.Create(RuleIds.NumberConverted);

    private protected override IEnumerable<ProposedFix> Propose(FixTarget target)
    {
        if (target.Node is not ExpressionSyntax number || target.FirstPlace is not { } keyword || target.Root.FindToken(keyword.Start).Parent is not StatementSyntax loop
            || target.Model.Compilation.GetTypesByMetadataName(target.Kind == "Tensor" ? "TorchSharp.torch+Tensor" : "TorchSharp.Scalar").FirstOrDefault() is not { } type || loop.Parent is SwitchSectionSyntax or LabeledStatementSyntax)
        {
            yield break;
        }

        List<SyntaxNode> places = [number];
        foreach (Location other in target.Diagnostic.AdditionalLocations.Skip(1))
        {
            TextSpan span = other.SourceSpan;
            if (target.Root.FullSpan.Contains(span) && target.Root.FindNode(span, getInnermostNodeForTie: true) is ExpressionSyntax same && same.Span == span)
                places.Add(same);
        }

        string stem = number is IdentifierNameSyntax named ? named.Identifier.ValueText + type.Name : type.Name;
        string name = FreeName.For(stem, loop, target.Model);
        StatementSyntax declaration = SyntaxFactory.ParseStatement($"using {type.ToMinimalDisplayString(target.Model, loop.SpanStart)} {name} = {number.WithoutTrivia()};")
            .WithAdditionalAnnotations(Formatter.Annotation);

        SyntaxNode root = target.Root.TrackNodes(places.Append(loop));
        foreach (SyntaxNode place in places)
        {
            SyntaxNode current = root.GetCurrentNode(place)!;
            root = root.ReplaceNode(current, SyntaxFactory.IdentifierName(name).WithTriviaFrom(current));
        }

        yield return new ProposedFix($"Create the {type.Name} once, in front of the loop", StatementEdits.InsertBefore(root, root.GetCurrentNode(loop)!, declaration));
    }
}
