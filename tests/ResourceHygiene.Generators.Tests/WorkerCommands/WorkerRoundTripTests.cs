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
    [InlineData("record V { [JsonConverter(typeof(JsonStringEnumConverter<DayOfWeek>))] public DayOfWeek? A { get; init; } [JsonConverter(typeof(JsonStringEnumConverter))] public DayOfWeek? B { get; set; } [JsonConverter(typeof(JsonStringEnumConverter))] public DayOfWeek? C { get; set; } }", "new V { A = DayOfWeek.Monday, B = DayOfWeek.Sunday }")]
    [InlineData("record V([property: JsonConverter(typeof(JsonStringEnumConverter))] DayOfWeek? A) { [JsonConverter(typeof(JsonStringEnumConverter))] public required DayOfWeek? B { get; init; } }", "new V(DayOfWeek.Monday) { B = null }")]
    [InlineData("record V(int A, int B) { public int a; public int b { get; init; } }", "new V(1, 2) { a = 3, b = 4 }")]
    [InlineData("enum E { X } [Flags] enum F { A = 1, B = 2 } record V { public Dictionary<E, int> A { get; set; } = []; public SortedDictionary<F, int> B { get; set; } = []; }", "new V { A = { [E.X] = 1, [(E)7] = 2 }, B = { [F.A | F.B] = 3, [(F)64] = 4 } }")]
    [InlineData("[JsonConverter(typeof(IdConverter))] readonly record struct Id(int N); class IdConverter : JsonConverter<Id> { public override Id Read(ref System.Text.Json.Utf8JsonReader r, Type t, System.Text.Json.JsonSerializerOptions o) => new(r.GetInt32()); public override void Write(System.Text.Json.Utf8JsonWriter w, Id v, System.Text.Json.JsonSerializerOptions o) => w.WriteNumberValue(v.N); public override Id ReadAsPropertyName(ref System.Text.Json.Utf8JsonReader r, Type t, System.Text.Json.JsonSerializerOptions o) => new(int.Parse(r.GetString()!)); public override void WriteAsPropertyName(System.Text.Json.Utf8JsonWriter w, Id v, System.Text.Json.JsonSerializerOptions o) => w.WritePropertyName($\"{v.N}\"); } record V(Id? A, List<Id?> B, Dictionary<Id, Id?> C, (Id?, Id) D)", "new V(null, [new(1), null], new() { [new(2)] = new(3) }, (new(4), new(5)))")]
    [InlineData("class Inner { public int X { get; set; } } [JsonConverter(typeof(OuterConverter))] class Outer { public Inner? A { get; set; } } class OuterConverter : JsonConverter<Outer> { public override Outer Read(ref System.Text.Json.Utf8JsonReader r, Type t, System.Text.Json.JsonSerializerOptions o) => new() { A = System.Text.Json.JsonSerializer.Deserialize<Inner>(ref r, o) }; public override void Write(System.Text.Json.Utf8JsonWriter w, Outer v, System.Text.Json.JsonSerializerOptions o) => System.Text.Json.JsonSerializer.Serialize(w, v.A, o); } record V(Outer A)", "new V(new() { A = new() { X = 5 } })")]
    [InlineData("class O<T> { public class I<U> { public T? A { get; set; } public U? B { get; set; } public List<I<U>>? C { get; set; } } } record P<T>(T? A, List<T?> B) where T : struct; record V(O<int>.I<string?>[] A, P<DayOfWeek> B)", "new V([new() { A = 1, C = [new() { B = \"b\" }] }], new(null, [null, DayOfWeek.Monday]))")]
    [InlineData("[JsonPolymorphic(TypeDiscriminatorPropertyName = \"kind\")] [JsonDerivedType(typeof(V), 1)] record S { public const string kind = \"s\"; } record V(int A) : S { private static readonly int kind = 2; public int B => kind; }", "new V(1)")]
    [InlineData("[JsonPolymorphic(TypeDiscriminatorPropertyName = \"Kind\")] [JsonDerivedType(typeof(V), \"v\")] abstract record S { public abstract string Kind { get; } } record V(S? Inner) : S { public override string Kind => \"v\"; }", "new V(new V((S?)null))")]
    [InlineData("[JsonConverter(typeof(KeyFactory))] enum K { X, Y } class KeyFactory : JsonConverterFactory { public override bool CanConvert(Type t) => t == typeof(K); public override JsonConverter CreateConverter(Type t, System.Text.Json.JsonSerializerOptions o) => new JsonStringEnumConverter<K>().CreateConverter(t, o); } record V(Dictionary<K, K> A)", "new V(new() { [K.X] = K.Y, [K.Y] = K.X })")]
    [InlineData("class DayNames : JsonStringEnumConverter<DayOfWeek> { } record V([property: JsonConverter(typeof(DayNames))] DayOfWeek A, [property: JsonConverter(typeof(DayNames))] DayOfWeek? B)", "new V(DayOfWeek.Monday, DayOfWeek.Friday)")]
    [InlineData("record V(int A) { private List<int>? _all; public List<int> All => _all ??= [A]; public int X { internal get; set; } }", "new V(1) { X = 2 }")]
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
