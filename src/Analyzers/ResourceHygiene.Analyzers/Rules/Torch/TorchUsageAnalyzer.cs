using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;
using ResourceHygiene.Analyzers.Configuration;
using ResourceHygiene.Analyzers.Rules.Async;

namespace ResourceHygiene.Analyzers.Rules.Torch;

/// <summary>
/// RH5007, RH5010 to RH5015, RH5017 and RH5018. Off where a compilation does not reference TorchSharp. Looks at the syntax of a file
/// once, by names; only what is left asks the semantic model.
/// </summary>
[DiagnosticAnalyzer(Microsoft.CodeAnalysis.LanguageNames.CSharp)]
public sealed class TorchUsageAnalyzer : HygieneAnalyzer
{
    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = UsageDescriptors.All;

    private protected override void Register(CompilationStartAnalysisContext start, HygieneMode mode)
    {
        if (TorchTypes.IsReferencedBy(start.Compilation))
            start.RegisterSemanticModelAction(file => Analyze(new TorchFile(file, mode)));
    }

    private static void Analyze(TorchFile file)
    {
        foreach (SyntaxNode node in file.Root.DescendantNodes())
        {
            file.Cancellation.ThrowIfCancellationRequested();
            switch (node)
            {
                case InvocationExpressionSyntax call when Functions.RightmostName(call.Expression) is { } name:
                    CheckCall(call, name, file);
                    break;
                case ObjectCreationExpressionSyntax creation when Functions.RightmostName(creation.Type) is { } name:
                    if (name == "Parameter")
                        TakenTensors.Check(creation, file);
                    else if (name == "DisposeScope")
                        Guards.Check(creation, name, file);
                    break;
                case ImplicitObjectCreationExpressionSyntax { ArgumentList.Arguments.Count: > 0, Parent: EqualsValueClauseSyntax { Parent.Parent: VariableDeclarationSyntax { Type: var type } } } creation when Functions.RightmostName(type) == "Parameter":
                    TakenTensors.Check(creation, file);
                    break;
                case ClassDeclarationSyntax declaration:
                    ModuleState.Check(declaration, file);
                    break;
                case CommonForEachStatementSyntax loop:
                    KeptBatches.Check(loop, file);
                    ConvertedNumbers.Check(loop, file);
                    break;
                case ForStatementSyntax or WhileStatementSyntax or DoStatementSyntax:
                    ConvertedNumbers.Check(node, file);
                    break;
                default:
                    break;
            }
        }
    }

    private static void CheckCall(InvocationExpressionSyntax call, string name, TorchFile file)
    {
        switch (name)
        {
            case "Parameter" or "AsParameter":
                TakenTensors.Check(call, file);
                break;
            case "parameters" or "named_parameters":
                MovedModels.Check(call, file);
                break;
            case "register_buffer":
                ModuleState.CheckBuffer(call, file);
                break;
            case "Dispose":
                ReleasedAliases.Check(call, file);
                break;
            case "Collect":
                HandCollection.Check(call, file);
                break;
            case "eval":
                Evaluation.Check(call, file);
                break;
            default:
                if (Guards.IsName(name))
                    Guards.Check(call, name, file);
                else if (KeptBatches.IsQuery(name))
                    KeptBatches.CheckQuery(call, name, file);
                break;
        }
    }
}
