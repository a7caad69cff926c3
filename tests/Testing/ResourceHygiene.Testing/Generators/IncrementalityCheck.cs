using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace ResourceHygiene.Testing;

/// <summary>After an edit that does not concern the generator no step of it may produce anything new.</summary>
internal static class IncrementalityCheck
{
    public static void Verify(RoslynTest test, GeneratorRun first)
    {
        bool generatesFromSource = first.Result.TrackedOutputSteps.Values.Any(static steps => steps.Any(static s => !s.Outputs.IsEmpty));
        if (generatesFromSource && !PipelineSteps.TrackedNames(first).Any())
            throw new VerificationException("The generator names no step. Use WithTrackingName, so that tests and profilers can speak of steps.");

        SyntaxTree userTree = first.Input.SyntaxTrees[0];
        SyntaxTree commented = test.ParseTree(userTree.FilePath, userTree.GetText() + "\n// An edit that concerns nobody.\n");
        SyntaxTree added = test.ParseTree(TestFiles.Directory + "Unrelated.cs", "internal static class UnrelatedToEverything;");

        VerifyNothingRuns(first, first.Input, "the same compilation again");
        VerifyNothingRuns(first, first.Input.AddSyntaxTrees(added), "a file was added");
        VerifyNothingRuns(first, first.Input.ReplaceSyntaxTree(userTree, commented), "a comment was appended");
    }

    private static void VerifyNothingRuns(GeneratorRun first, CSharpCompilation edited, string edit)
    {
        GeneratorRun second = first.RunAgain(edited);
        List<string> problems = [];

        // "Unchanged": the step ran and gave an equal value, which ends the work there.
        foreach ((string name, IncrementalGeneratorRunStep step) in PipelineSteps.Own(second))
            AddProblems(name, step, static reason => reason is IncrementalStepRunReason.Cached or IncrementalStepRunReason.Unchanged);

        foreach ((string name, var steps) in second.Result.TrackedOutputSteps)
        {
            foreach (IncrementalGeneratorRunStep step in steps)
                AddProblems(name, step, static reason => reason is IncrementalStepRunReason.Cached);
        }

        if (problems.Count > 0)
            throw new VerificationException($"After an unrelated edit ({edit}) the generator works again:\n{string.Join('\n', problems.Distinct())}");

        void AddProblems(string name, IncrementalGeneratorRunStep step, Func<IncrementalStepRunReason, bool> allowed)
        {
            problems.AddRange(step.Outputs
                .Where(output => !allowed(output.Reason))
                .Select(output => $"  step {name} is {output.Reason}: {output.Value}"));
        }
    }
}
