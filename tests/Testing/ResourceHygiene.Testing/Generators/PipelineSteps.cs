using System.Collections;
using System.Collections.Immutable;
using System.Reflection;
using System.Runtime.CompilerServices;
using Microsoft.CodeAnalysis;

namespace ResourceHygiene.Testing;

/// <summary>
/// The steps of a run that the generator itself wrote. Left out are Roslyn's inputs and the inside of
/// ForAttributeWithMetadataName, which hold nodes and compilations by design; its result is the generator's own. Pairs
/// and collections of inputs, which Combine and Collect make, are inputs too: they hold what Roslyn holds anyway, and change as often.
/// </summary>
internal static class PipelineSteps
{
    private const string AttributeResult = "result_ForAttributeWithMetadataName";

    private static readonly ImmutableHashSet<string> RoslynNames =
    [
        .. NamesIn(typeof(WellKnownGeneratorInputs)), .. NamesIn(typeof(WellKnownGeneratorOutputs)),
        "CompilationOptions", // an input that has no public constant
    ];

    /// <summary>Names given with WithTrackingName.</summary>
    public static IEnumerable<string> TrackedNames(GeneratorRun run) =>
        run.Result.TrackedSteps.Keys.Where(static name => !IsInternal(name) && name != AttributeResult);

    /// <summary>
    /// All own steps that led to output or carry a name. Unnamed ones are found through what they feed: a forgotten name
    /// must not hide a step from the checks.
    /// </summary>
    public static IEnumerable<(string Name, IncrementalGeneratorRunStep Step)> Own(GeneratorRun run)
    {
        HashSet<IncrementalGeneratorRunStep> seen = [];
        Stack<(string Name, IncrementalGeneratorRunStep Step)> pending = new();
        foreach (string name in run.Result.TrackedSteps.Keys.Where(static name => !IsInternal(name)))
            PushAll(name, run.Result.TrackedSteps[name]);

        foreach ((string name, var steps) in run.Result.TrackedOutputSteps)
        {
            foreach (IncrementalGeneratorRunStep step in steps)
                PushAll($"what feeds {name}", step.Inputs.Select(static input => input.Source));
        }

        while (pending.TryPop(out var next))
        {
            if (!seen.Add(next.Step) || IsCombinationOfInputs(next.Step))
                continue;

            yield return next;
            PushAll($"what feeds {next.Name}", next.Step.Inputs.Select(static input => input.Source));
        }

        void PushAll(string unnamed, IEnumerable<IncrementalGeneratorRunStep> steps)
        {
            foreach (IncrementalGeneratorRunStep step in steps.Where(static step => step.Name is null || !IsInternal(step.Name)))
                pending.Push((step.Name ?? $"(unnamed, {unnamed})", step));
        }
    }

    private static bool IsCombinationOfInputs(IncrementalGeneratorRunStep step) => IsPairOfInputs(step) || IsCollectionOfInputs(step);

    private static bool IsPairOfInputs(IncrementalGeneratorRunStep step) =>
        step is { Name: null, Inputs: [var left, var right] }
        && IsInput(left.Source) && IsInput(right.Source)
        && step.Outputs.All(output => output.Value is ITuple { Length: 2 } pair && IsOutput(pair[0], left) && IsOutput(pair[1], right));

    private static bool IsCollectionOfInputs(IncrementalGeneratorRunStep step) =>
        step.Name is null && step.Inputs.All(static input => IsInput(input.Source))
        && step.Outputs.All(output => output.Value is IEnumerable collection and not string
            && collection.Cast<object?>().All(element => step.Inputs.Any(input => IsOutput(element, input))));

    private static bool IsInput(IncrementalGeneratorRunStep step) => step.Name is { } name ? IsInternal(name) : IsCombinationOfInputs(step);

    // A collection is a struct: equal when it is the same one.
    private static bool IsOutput(object? value, (IncrementalGeneratorRunStep Source, int OutputIndex) input) =>
        input.Source.Outputs[input.OutputIndex].Value is var output && (ReferenceEquals(value, output) || (output is ValueType && output.Equals(value)));

    private static bool IsInternal(string name) =>
        name != AttributeResult && (RoslynNames.Contains(name) || name.Contains("_ForAttribute", StringComparison.Ordinal));

    private static IEnumerable<string> NamesIn(Type type) =>
        type.GetFields(BindingFlags.Public | BindingFlags.Static).Select(static field => (string)field.GetValue(null)!);
}
