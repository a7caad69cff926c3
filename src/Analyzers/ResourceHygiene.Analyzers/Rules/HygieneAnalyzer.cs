using Microsoft.CodeAnalysis.Diagnostics;
using ResourceHygiene.Analyzers.Configuration;

namespace ResourceHygiene.Analyzers.Rules;

/// <summary>What all our analyzers share: they run concurrently, leave generated code alone, and are silent in mode <c>none</c>.</summary>
public abstract class HygieneAnalyzer : DiagnosticAnalyzer
{
    private protected HygieneAnalyzer()
    {
    }

    /// <inheritdoc/>
    public sealed override void Initialize(AnalysisContext context)
    {
        context.EnableConcurrentExecution();
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
        context.RegisterCompilationStartAction(start =>
        {
            HygieneMode mode = SeverityPolicy.ModeOf(start.Options);
            if (mode != HygieneMode.None)
                Register(start, mode);
        });
    }

    /// <summary>Registers the actions for one compilation; called once, in every mode but <see cref="HygieneMode.None"/>.</summary>
    private protected abstract void Register(CompilationStartAnalysisContext start, HygieneMode mode);
}
