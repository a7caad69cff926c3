namespace ResourceHygiene.Analyzers.Tests.Rules.Workers;

/// <summary>What a worker can run, and what is no business of these rules.</summary>
public class WorkerCommandValidTests
{
    [Theory]
    [InlineData("partial class Service { [WorkerCommand] public int Run() => 1; }")]
    [InlineData("partial class Service { private Service() { } [WorkerCommand] private int Run() => 1; }")]
    [InlineData("partial class Service { private Service() { } public Service(string path) : this() { } [WorkerCommand] public int Run() => 1; }")]
    [InlineData("partial record Service(string Path, int Size) { [WorkerCommand] public int Run() => 1; }")]
    [InlineData("partial class Service(WorkerContext context) { [WorkerCommand] public string Run(WorkerContext own, CancellationToken token) => context.Unit; }")]
    [InlineData("partial class Service { [WorkerCommand(Rehearse = true)] public static Task Load(CancellationToken token) => Task.CompletedTask; }")]
    [InlineData("partial class Service : IDisposable { public void Dispose() { } [WorkerCommand] public int Run() => 1; }")]
    [InlineData("partial class Service { [WorkerCommand] public int Run() => 1; [WorkerCommand(Name = \"second\")] public int Run(int a) => 1; }")]
    [InlineData("partial class Service { [WorkerCommand(TimeoutSeconds = double.PositiveInfinity)] public int Run() => 1; }")]
    [InlineData("partial class Service { public void Plain(Action a) { } public int WorkerCount => 1; }")]
    [InlineData("static partial class Outer { public partial class Service { [WorkerCommand] public int Run() => 1; } }")]
    [InlineData("[Obsolete(\"\", true)] static partial class Outer { internal partial class Service { [WorkerCommand] public int Run() => 1; } }")]
    public Task Classes_and_methods(string source) => WorkerCode.VerifyAsync(source);

    [Theory]
    [InlineData("int[] a, ReadOnlySpan<byte> b, Memory<float> c, Guid[] d, (int, float)[] e, DayOfWeek[] f")]
    [InlineData("string[] a, int[][] b, List<int[]> c, Dictionary<string, Dictionary<int, string>> d")]
    [InlineData("Record a, Mutable b, Fields c, Point d, Point? e, Tree f")]
    [InlineData("Shape a, IShape b, Converted c, Ignoring d, Computed e")]
    [InlineData("int?[] a, Memory<DayOfWeek?> b, Remembering c, Cased d, EnumerationOptions e, Lazy<int> f, HttpMethod g")]
    [InlineData("Computing a, Constant b, Dictionary<Made, int> c, Days d, Sorted e")]
    [InlineData("(int Number, string Name) a, KeyValuePair<int, Record> b, System.Numerics.Vector3 c, Version d")]
    public Task Values(string parameters) => WorkerCode.VerifyAsync(
        $$"""
        public record Record(int Id, string? Name) { public int Length => Name?.Length ?? 0; }
        public class Mutable { public Uri? Link { get; set; } public List<Record> Records { get; set; } = []; }
        public struct Fields { public int A; public double B; }
        public readonly record struct Point(int X, int Y);
        public class Tree { public Tree? Left { get; init; } public required int Value { get; init; } }
        [JsonDerivedType(typeof(Circle), "c")] public abstract class Shape { public string? Name { get; set; } }
        [JsonDerivedType(typeof(Circle), "c")] public interface IShape { }
        public class Circle : Shape, IShape { public double Radius { get; set; } }
        [JsonConverter(typeof(Converter))] public class Converted { public Action? Any; }
        public class Converter : System.Text.Json.Serialization.JsonConverter<Converted>
        {
            public override Converted? Read(ref System.Text.Json.Utf8JsonReader reader, Type type, System.Text.Json.JsonSerializerOptions options) => null;
            public override void Write(System.Text.Json.Utf8JsonWriter writer, Converted value, System.Text.Json.JsonSerializerOptions options) => writer.WriteNullValue();
        }
        public class Remembering { private string? _text; private double? _area; public int A { get; set; } public string Text => _text ??= $"{A}"; public double Area => _area ??= A; }
        public class Computing
        {
            private byte[]? _bytes; private List<int>? _all; private IReadOnlyList<int>? _none; private Mutable? _last;
            public int A { get; set; }
            public byte[] Bytes => _bytes ??= BitConverter.GetBytes(A);
            public List<int> All => _all ??= [A];
            public IReadOnlyList<int> None => _none ??= new List<int>();
            public Mutable Last { get { if (_last == null) { _last = Find(); } return _last; } }
            private Mutable Find() => new();
        }
        public class Constant : Variable { public override int A { get => 1; } public int B { get; set; } }
        public class Variable { public virtual int A { get; set; } }
        [JsonConverter(typeof(Factory))] public enum Made { One }
        public class Factory : JsonConverterFactory
        {
            public required int Size { get; set; }
            [System.Diagnostics.CodeAnalysis.SetsRequiredMembers] public Factory() => Size = 1;
            public override bool CanConvert(Type type) => true;
            public override System.Text.Json.Serialization.JsonConverter? CreateConverter(Type type, System.Text.Json.JsonSerializerOptions options) => null;
        }
        public class Days { [JsonConverter(typeof(DayNames))] public DayOfWeek? Day { get; set; } [JsonIgnore] public int A { private get; set; } }
        public class DayNames : JsonStringEnumConverter<DayOfWeek> { }
        [JsonPolymorphic(TypeDiscriminatorPropertyName = "kind")] [JsonDerivedType(typeof(Early), "early")] public class Sorted { public const string kind = "k"; public int A { get; set; } }
        public class Early : Sorted { private static readonly int kind = 1; public int Kind => kind; }
        public record Cased(int A) { public int a; }
        public class Ignoring { [JsonIgnore] public Action? OnDone { get; set; } public int A { get; set; } }
        public class Computed { public int A { get; set; } public int Twice => 2 * A; public static Action? Shared { get; set; } }
        partial class Service { [WorkerCommand] public void Run({{parameters}}) { } }
        """);
}
