using Microsoft.CodeAnalysis;
using ResourceHygiene.Shared;

namespace ResourceHygiene.Generators.TrackedResources;

/// <summary>
/// Writes the bookkeeping of types and properties marked <c>[TrackedResource]</c>: registration, leases and a Dispose
/// that releases everything owned exactly once.
/// </summary>
[Generator(LanguageNames.CSharp)]
public sealed class TrackedResourceGenerator : IIncrementalGenerator
{
    /// <inheritdoc/>
    public void Initialize(IncrementalGeneratorInitializationContext context)
    {
        IncrementalValuesProvider<TrackedTypeModel> types = context.SyntaxProvider
            .ForAttributeWithMetadataName(
                WellKnownNames.TrackedResourceAttribute,
                TrackedTypeParser.IsCandidate,
                new ModelCache<TrackedTypeModel>(TrackedTypeParser.Parse, TrackedTypeParser.ReadsBodies).GetOrParse)
            .Where(static model => model is not null)
            .Select(static (model, _) => model!)
            .WithTrackingName(TrackingNames.TrackedTypes);

        IncrementalValueProvider<bool> isTracking = context.AnalyzerConfigOptionsProvider
            .Select(static (options, _) => TrackingProperty.IsOn(options.GlobalOptions));

        IncrementalValuesProvider<TrackedTypeModel> switched = types
            .Combine(isTracking)
            .Select(static (pair, _) => pair.Left.IsTracking == pair.Right ? pair.Left : pair.Left with { IsTracking = pair.Right })
            .WithTrackingName(TrackingNames.SwitchedTypes);

        context.RegisterSourceOutput(switched, static (output, model) =>
            output.AddSource(model.HintName, TrackedTypeEmitter.Emit(model).ToSourceText()));
    }
}
