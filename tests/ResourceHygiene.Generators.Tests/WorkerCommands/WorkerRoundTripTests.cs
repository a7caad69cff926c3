using System.Reflection;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using ResourceHygiene.Generators.WorkerCommands;
using ResourceHygiene.Testing;

namespace ResourceHygiene.Generators.Tests.WorkerCommands;

/// <summary>What was written with generated metadata is read again as what it was.</summary>
public class WorkerRoundTripTests
{
    [Theory]
    [InlineData("record V(double A, float B, double? C, decimal D, Half E) { public char F { get; init; } }", "new V(double.NaN, float.NegativeInfinity, -0.0, 1.500m, Half.Epsilon) { F = '\\0' }")]
    [InlineData("record V(DateTime A, DateTime B, DateTimeOffset C, TimeSpan D, TimeOnly E, Uri F, Version G)", "new V(DateTime.MaxValue, new DateTime(1, DateTimeKind.Utc), DateTimeOffset.MinValue, TimeSpan.MinValue, TimeOnly.MaxValue, new Uri(\"a b/ü?x\", UriKind.Relative), new Version(1, 2))")]
    [InlineData("record struct V(int A, string? B) { public required int C { get; set; } public int D; }", "new V(1, \"<\\u2028\\\"\") { C = 3, D = 4 }")]
    [InlineData("class V { internal required int A { get; init; } public required string? B; public override string ToString() => A + B; }", "new V { A = 1, B = \"b\" }")]
    [InlineData("record W(int A) { public virtual int X { get; set; } } record V(int A, int B) : W(A) { public override int X { get; set; } public new int A { get; init; } = A; }", "new V(1, 2) { X = 3 }")]
    [InlineData("record V((int, (string A, int? B)) T, ValueTuple<int> One, (int, int, int, int, int, int, int, string) Eight);", "new V((1, (\"a\", null)), new(7), (1, 2, 3, 4, 5, 6, 7, \"8\"))")]
    [InlineData("record V(KeyValuePair<string, int> P, System.Numerics.Vector3 N, System.Drawing.Rectangle R, System.Numerics.Complex C, Tuple<int, string> T);", "new V(new(\"k\", 1), new(1, 2, 3), new(1, 2, 3, 4), new(1, -2), Tuple.Create(1, \"x\"))")]
    [InlineData("[JsonDerivedType(typeof(V), \"v\")] [JsonDerivedType(typeof(U), 7)] abstract record S(int A); record U(int A) : S(A); record V(int A, S? Inner) : S(A);", "new V(1, new U(2))")]
    public void Value_survives(string declarations, string value)
    {
        Assembly assembly = new GeneratorTest<WorkerCommandGenerator>
        {
            AllowedCompilerDiagnostics = { "CS1591", "CS0649" },
            TestCode =
                $$"""
                using System;
                using System.Collections.Generic;
                using System.Text.Json.Serialization;
                using ResourceHygiene.Workers;

                {{declarations}}{{(declarations.EndsWith(')') ? ";" : "")}}

                partial class Service
                {
                    public static object Sample() => {{value}};
                    [WorkerCommand] private void Run(V value) { }
                }
                """,
        }.CompileAndLoad();
        object sample = assembly.GetType("Service")!.GetMethod("Sample")!.Invoke(null, null)!;
        var info = (JsonTypeInfo)assembly.GetTypes().Single(static type => type.Name.EndsWith("__RhJson", StringComparison.Ordinal)).GetProperty("T0")!.GetValue(null)!;

        string written = JsonSerializer.Serialize(sample, info);
        object read = JsonSerializer.Deserialize(written, info)!;

        Assert.Equal(sample.ToString(), read.ToString());
        Assert.Equal(written, JsonSerializer.Serialize(read, info));
    }
}
