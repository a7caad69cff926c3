using Microsoft.CodeAnalysis.CSharp;
using ResourceHygiene.Generators.WorkerCommands;
using ResourceHygiene.Testing;

namespace ResourceHygiene.Generators.Tests.WorkerCommands;

/// <summary>What is generated compiles for every language version that can use the package; the harness holds that it does so without a warning.</summary>
public class LanguageVersionTests
{
    [Theory]
    [InlineData(LanguageVersion.CSharp12)]
    [InlineData(LanguageVersion.CSharp13)]
    [InlineData(LanguageVersion.Latest)]
    public void Output_compiles(LanguageVersion version)
    {
        var test = new GeneratorTest<WorkerCommandGenerator>
        {
            LanguageVersion = version,
            TestCode =
                """
                using System;
                using System.Collections.Generic;
                using System.Threading;
                using System.Threading.Tasks;
                using ResourceHygiene.Workers;

                public record Settings(int Quality, string? Name) { public required Dictionary<string, int[]> Sizes { get; init; } }

                public partial class Service
                {
                    public Service(Settings settings, int number) { }
                    [WorkerCommand] public (int, byte[]) Render(ReadOnlySpan<float> values, Settings? settings = null) => default;
                    [WorkerCommand] public Task<SharedPayload<int>?> Share(SharedPayload<int> values, WorkerContext context, CancellationToken token) => Task.FromResult<SharedPayload<int>?>(null);
                    [WorkerCommand(Rehearse = true)] public static void Load() { }
                }
                """,
        };

        Assert.Single(test.Generate());
    }
}
