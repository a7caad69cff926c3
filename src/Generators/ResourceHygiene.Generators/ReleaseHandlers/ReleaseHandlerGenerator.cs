using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using ResourceHygiene.Shared;

namespace ResourceHygiene.Generators.ReleaseHandlers;

/// <summary>Registers methods marked <c>[ReleaseHandler]</c> without reflection, in one module initializer.</summary>
[Generator(LanguageNames.CSharp)]
public sealed class ReleaseHandlerGenerator : IIncrementalGenerator
{
    /// <inheritdoc/>
    public void Initialize(IncrementalGeneratorInitializationContext context)
    {
        IncrementalValuesProvider<ReleaseHandlerModel> handlers = context.SyntaxProvider
            .ForAttributeWithMetadataName(
                WellKnownNames.ReleaseHandlerAttribute,
                ReleaseHandlerParser.IsCandidate,
                static (found, cancellationToken) => ModelCache<ReleaseHandlerModel>.GetOrParse(found, ReleaseHandlerParser.Parse, cancellationToken))
            .Where(static model => model is not null)
            .Select(static (model, _) => model!)
            .WithTrackingName(TrackingNames.ReleaseHandlers);

        IncrementalValueProvider<EquatableArray<ReleaseHandlerModel>> list = handlers
            .Collect()
            .Select(static (models, _) => Sort(models))
            .WithTrackingName(TrackingNames.ReleaseHandlerList);

        context.RegisterSourceOutput(list, static (output, models) =>
        {
            if (models.Length > 0)
                output.AddSource(ReleaseHandlerEmitter.HintName, ReleaseHandlerEmitter.Emit(models).ToSourceText());
        });
    }

    // The order in which files were compiled must not show in the output.
    private static EquatableArray<ReleaseHandlerModel> Sort(ImmutableArray<ReleaseHandlerModel> models) => models
        .OrderBy(static model => model.ResourceType, StringComparer.Ordinal)
        .ThenBy(static model => model.ResourceClass, StringComparer.Ordinal)
        .ThenBy(static model => model.Method, StringComparer.Ordinal)
        .ToEquatableArray();
}
