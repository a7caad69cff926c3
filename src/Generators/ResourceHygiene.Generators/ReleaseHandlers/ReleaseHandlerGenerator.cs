using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using ResourceHygiene.Shared;

namespace ResourceHygiene.Generators.ReleaseHandlers;

/// <summary>
/// Registers methods marked <c>[ReleaseHandler]</c>, <c>[Cleaner]</c>, or <c>[Trim]</c>, <c>[Offload]</c> and <c>[Persist]</c> with a
/// resource type, without reflection, in one module initializer.
/// </summary>
[Generator(LanguageNames.CSharp)]
public sealed class ReleaseHandlerGenerator : IIncrementalGenerator
{
    /// <inheritdoc/>
    public void Initialize(IncrementalGeneratorInitializationContext context)
    {
        IncrementalValueProvider<EquatableArray<ReleaseHandlerModel>> all = MarkedWith(context, WellKnownNames.ReleaseHandlerAttribute);
        foreach (string attribute in new[] { WellKnownNames.TrimAttribute, WellKnownNames.OffloadAttribute, WellKnownNames.PersistAttribute, WellKnownNames.CleanerAttribute })
            all = all.Combine(MarkedWith(context, attribute)).Select(static (lists, _) => lists.Left.Concat(lists.Right).ToEquatableArray());

        IncrementalValueProvider<EquatableArray<ReleaseHandlerModel>> list = all
            .Select(static (models, _) => Sort(models))
            .WithTrackingName(TrackingNames.ReleaseHandlerList);

        context.RegisterSourceOutput(list, static (output, models) =>
        {
            if (models.Length > 0)
                output.AddSource(ReleaseHandlerEmitter.HintName, ReleaseHandlerEmitter.Emit(models).ToSourceText());
        });
    }

    private static IncrementalValueProvider<EquatableArray<ReleaseHandlerModel>> MarkedWith(IncrementalGeneratorInitializationContext context, string attribute) =>
        context.SyntaxProvider
            .ForAttributeWithMetadataName(attribute, ReleaseHandlerParser.IsCandidate, new ModelCache<ReleaseHandlerModel>(ReleaseHandlerParser.Parse).GetOrParse)
            .Where(static model => model is not null)
            .Select(static (model, _) => model!)
            .WithTrackingName(TrackingNames.ReleaseHandlers)
            .Collect()
            .Select(static (models, _) => models.ToEquatableArray());

    // The order in which files were compiled must not show in the output. What is registered last is asked first: a class goes
    // after those that it derives from, whose handlers would take its instances.
    private static EquatableArray<ReleaseHandlerModel> Sort(EquatableArray<ReleaseHandlerModel> models) => models
        .OrderBy(static model => model.Cleaner is not null)
        .ThenBy(static model => model.Key, StringComparer.Ordinal)
        .ThenBy(static model => model.Depth)
        .ThenBy(static model => model.ResourceClass, StringComparer.Ordinal)
        .ThenBy(static model => model.Capability)
        .ThenBy(static model => model.Call.StaticType, StringComparer.Ordinal)
        .ThenBy(static model => model.Call.Method, StringComparer.Ordinal)
        .ToEquatableArray();
}
