using Microsoft.CodeAnalysis;
using ResourceHygiene.Shared;

namespace ResourceHygiene.Generators.WorkerCommands;

/// <summary>Writes, for classes with methods marked <c>[WorkerCommand]</c>, the dispatcher that a worker runs and the client that calls it.</summary>
[Generator(LanguageNames.CSharp)]
public sealed class WorkerCommandGenerator : IIncrementalGenerator
{
    /// <inheritdoc/>
    public void Initialize(IncrementalGeneratorInitializationContext context)
    {
        IncrementalValuesProvider<WorkerUnitModel> units = context.SyntaxProvider
            .ForAttributeWithMetadataName(
                WellKnownNames.WorkerCommandAttribute,
                WorkerUnitParser.IsCandidate,
                new ModelCache<WorkerUnitModel>(WorkerUnitParser.Parse).GetOrParse)
            .Where(static model => model is not null)
            .Select(static (model, _) => model!)
            .WithTrackingName(TrackingNames.WorkerUnits);

        context.RegisterSourceOutput(units, static (output, model) =>
            output.AddSource(model.HintName, WorkerUnitEmitter.Emit(model).ToSourceText()));
    }
}
