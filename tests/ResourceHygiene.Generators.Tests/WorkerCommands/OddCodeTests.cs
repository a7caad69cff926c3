using ResourceHygiene.Generators.WorkerCommands;
using ResourceHygiene.Testing;

namespace ResourceHygiene.Generators.Tests.WorkerCommands;

/// <summary>Legal code that one seldom sees; the harness holds that what is generated for it compiles.</summary>
public class OddCodeTests
{
    [Theory]
    [InlineData("public partial class S { [WorkerCommand] public int M(int? a = 5, DayOfWeek? b = DayOfWeek.Friday, char? c = 'x', decimal? d = 1.5m, bool? e = true, double? f = double.NaN, long g = long.MinValue, float h = float.Epsilon) => 1; }")]
    [InlineData("public partial class S { [WorkerCommand] public int M(string a = \"\\\"\\n\", byte b = 255, sbyte c = -1, E d = (E)(-7), TimeSpan f = default, ushort g = 3, ulong h = ulong.MaxValue, uint i = 4) => 1; public enum E : short { A } }")]
    [InlineData("#nullable disable\npublic partial class S { [WorkerCommand] public string M(string a = null, List<string> b = null, int[] c = null) => null; }")]
    [InlineData("#nullable disable\npublic class D { public string A { get; set; } public List<string> B; } public partial class S { public S(string path) { } [WorkerCommand] public (string, D) M(D d) => default; }")]
    [InlineData("public partial class S { [WorkerCommand] public List<string?> M(Dictionary<string, List<string?>?> a, (string? X, int? Y)? b, string?[] c) => null!; }")]
    [InlineData("public class D { [JsonIgnore] public required string A { get; set; } public int B { get; set; } } public partial class S { [WorkerCommand] public int M(D d) => 1; }", false)]
    [InlineData("public class D { public D(int a) => A = a; public required int A { get; init; } } public partial class S { [WorkerCommand] public int M(D d) => 1; }", false)]
    [InlineData("public class D { public D(int a) => A = a; public D() { } public required int A { get; init; } } public partial class S { [WorkerCommand] public int M(D d) => 1; }")]
    [InlineData("internal class D { internal required string A { get; set; } public int B { get; set; } } internal partial class S { [WorkerCommand] internal int M(D d) => 1; }")]
    [InlineData("public partial class S { [WorkerCommand] public (int, int, int, int, int, int, int, int) M((int a, int b, int c, int d, int e, int f, int g, int h, string i) t) => default; }")]
    [InlineData("public partial class S { [WorkerCommand] public (int, (string? X, int[] Y)) M((int, (string, (int, int))) t) => default; }")]
    [InlineData("public partial class S { [WorkerCommand] public ValueTuple<int> M(ValueTuple<string> t, Tuple<int, string> u) => default; }")]
    [InlineData("public class B { public static int Worker => 1; public int Unit; } public partial class S : B { public S(int n) { } [WorkerCommand] public int Run(int worker, int name, int request, int call, int json, int value0) => 1; }")]
    [InlineData("public partial class S { public S(int __rhUnit, string __rhOutput, int __rhJson) { } [WorkerCommand] public int Run(int __rhRequest, int __rhRequest_, int __rhJson, byte[] __rhWorker, int reply) => 1; }")]
    [InlineData("public partial class B { [WorkerCommand] public int Run() => 1; } public partial class S : B { [WorkerCommand] public int Walk() => 1; }")]
    [InlineData("public partial class Unit { public Unit(int n) { } [WorkerCommand] public int Unitt() => 1; [WorkerCommand] public int Name() => 1; [WorkerCommand] public int Worker2() => 1; }")]
    [InlineData("public partial class S { [WorkerCommand] public int Run0() => 1; [WorkerCommand] public void Write1() { } [WorkerCommand] public Task<int> Answer2() => null!; [WorkerCommand] public int DispatchAsync() => 1; [WorkerCommand] public int ToString(int a) => 1; [WorkerCommand] public void RehearseAsync() { } }")]
    [InlineData("namespace N1 { public partial class S { [WorkerCommand] public int M(D d) => 1; } public class D { public int A; } } namespace N2 { public partial class S { [WorkerCommand] public int M(D d) => 1; } public class D { public int B; } }")]
    [InlineData("namespace @class.@event { public record @struct(int @int) { public int @void { get; init; } } public partial class @new { public @new(@struct @ref) { } [WorkerCommand] public @struct @return(@struct @params, CancellationToken @lock = default) => @params; } }")]
    [InlineData("namespace System.Linq.My { public class String { public int A; } public partial class Task { [WorkerCommand] public String M(String s) => s; } }")]
    [InlineData("public sealed record Box<T>(T Value, Box<T>? Next); public partial class S { [WorkerCommand] public Box<int?> M(Box<string?> a, Box<List<Box<int>>> b) => null!; }")]
    [InlineData("public partial record S(string Path) { [WorkerCommand] public int M() => 1; } public sealed partial record T(int A, int B) { [WorkerCommand] public int M() => 1; }")]
    [InlineData("public partial class Outer { protected internal partial class S { [WorkerCommand] public int M() => 1; } private protected partial class T { [WorkerCommand] internal int M() => 1; } private partial class U { internal U(P p) { } internal class P { public int X; } [WorkerCommand] internal int M(P p) => 1; } }")]
    [InlineData("public class I { internal class D { public int A { get; set; } } } public partial class S { [WorkerCommand] internal I.D M(I.D d) => d; [WorkerCommand] private int P(I.D[] d) => 1; }")]
    [InlineData("public partial class S { [WorkerCommand] public int M(int a, CancellationToken cancellationToken, string b = \"\") => 1; [WorkerCommand] public int N(int cancellationToken, CancellationToken ct) => 1; [WorkerCommand] public int O(WorkerContext context, params int[] rest) => 1; }")]
    [InlineData("public partial class S { [WorkerCommand] public int M(in int a) => 1; }", false)]
    [InlineData("[Obsolete] public class D { [Obsolete] public int A { get; set; } } [Obsolete] public partial class S { [Obsolete, WorkerCommand] public int M(D d) => 1; }")]
    [InlineData("public class D { public int value; public int Value { get; set; } } public record R(int A) { public int a; } public partial class S { [WorkerCommand] public int M(D d, R r) => 1; }")]
    [InlineData("public class B { public virtual int A { get; set; } public int H { get; set; } } public class D : B { public override int A { get => 1; } public new string H { get; set; } = \"\"; } public partial class S { [WorkerCommand] public int M(D d) => 1; }")]
    [InlineData("public ref struct R { } public readonly struct P { public required int A { get; init; } public readonly int B; public P(int b) => B = b; } public partial class S { [WorkerCommand] public P M(P p) => p; }")]
    [InlineData("public class D { [System.Diagnostics.CodeAnalysis.SetsRequiredMembers] public D(int a) => A = a; public required int A { get; init; } public required string? N; } public partial class S { [WorkerCommand] public D M(D? p) => p!; }")]
    [InlineData("public partial class S { [WorkerCommand] public unsafe int M(Half[] a, Int128[] b, char[] c, bool[] d, DateTime[] e, E[] f) => 1; public enum E { A } [WorkerCommand] public ReadOnlyMemory<string> N(Memory<string> s) => default; }")]
    [InlineData("public partial class S { [WorkerCommand] public async Task M(int a) => await Task.Yield(); [WorkerCommand] public async ValueTask<(int A, string? B)> N() { await Task.Yield(); return default; } }")]
    [InlineData("public interface I { int M(string s); } public partial class S : I { [WorkerCommand] public int M(string s) => 1; int I.M(string s) => 2; } public partial class S { public int this[int i] => i; public static implicit operator int(S s) => 1; }")]
    [InlineData("public struct Inline { public int A { readonly get; set; } public readonly int B => 1; public int C { get; private set; } public Inline(int a, int c) { A = a; C = c; } } public partial class S { [WorkerCommand] public Inline M(Inline i) => i; }")]
    [InlineData("using Alias = System.Collections.Generic.List<(int A, string B)>; using WC = ResourceHygiene.Workers.WorkerCommandAttribute; public partial class S { [WC] public Alias M(Alias a) => a; }")]
    [InlineData("public partial class S { [WorkerCommand(Name = \"a \\\" {b} \\n\")] public int M() => 1; }")]
    [InlineData("[Flags] public enum E : ulong { A = 1UL << 63 } public partial class S { [WorkerCommand] public E M(E e = E.A, E? f = null, Dictionary<E, int>? g = null) => e; }")]
    [InlineData("public partial class S { public S(string s = \"\", params int[] rest) { } [WorkerCommand] public int M(int a = 1, string b = \"\", params int[] rest) => 1; [WorkerCommand] public int N(WorkerContext c, params ReadOnlySpan<int> rest) => 1; }")]
    [InlineData("public partial class S { [WorkerCommand] public int M([System.Runtime.InteropServices.Optional, System.Runtime.CompilerServices.DateTimeConstant(5)] DateTime a, [System.Runtime.InteropServices.Optional] int b, int c = 2) => 1; }")]
    [InlineData("public partial class S { [WorkerCommand] public int?[] M(DayOfWeek?[] a, Memory<Guid?> b, ReadOnlyMemory<(int, int?)> c, (int?, int)[] d, Half?[][] e) => null!; }")]
    [InlineData("public partial class S { [WorkerCommand] public int M() => 1; } public class SClient<T> { }")]
    [InlineData("public partial class S { [WorkerCommand] public int M(string a, [System.Runtime.CompilerServices.CallerMemberName] string b = \"\") => 1; [WorkerCommand] public int N(scoped ReadOnlySpan<int> a, scoped Span<byte> b) => 1; }")]
    [InlineData("[JsonConverter(typeof(C))] public class D { [Obsolete(\"\", true)] public OldE Old { get; set; } public int A { private get; set; } } [Obsolete(\"\", true)] public enum OldE { A } public class C : JsonConverter<D> { public override D Read(ref System.Text.Json.Utf8JsonReader r, Type t, System.Text.Json.JsonSerializerOptions o) => new(); public override void Write(System.Text.Json.Utf8JsonWriter w, D v, System.Text.Json.JsonSerializerOptions o) { } } public partial class S { [WorkerCommand] public int M(D d) => 1; }")]
    [InlineData("public class D { public int X { private get; set; } } public partial class S { [WorkerCommand] public int M(D d) => 1; }", false)]
    [InlineData("public class D { public int X { internal get; set; } } public partial class S { [WorkerCommand] public int M(D d) => 1; }")]
    [InlineData("public class D { [JsonConverter(typeof(C))] public int X { get; set; } } public class C : JsonConverterFactory { public required int A { get; set; } public override bool CanConvert(Type t) => true; public override JsonConverter? CreateConverter(Type t, System.Text.Json.JsonSerializerOptions o) => null; } public partial class S { [WorkerCommand] public int M(D d) => 1; }", false)]
    [InlineData("[Obsolete(\"\", true)] public partial class Outer { public partial class S { public S(int n) { } [WorkerCommand] public int M(int a) => 1; } }")]
    public void Odd_code_compiles(string source, bool isGenerated = true)
    {
        var test = new GeneratorTest<WorkerCommandGenerator>
        {
            TestCode = "using System; using System.Collections.Generic; using System.Text.Json.Serialization; using System.Threading; using System.Threading.Tasks; using ResourceHygiene.Workers;\n" + source,
        };

        var files = test.Generate();
        Assert.Equal(isGenerated, files.Count > 0);
    }
}
