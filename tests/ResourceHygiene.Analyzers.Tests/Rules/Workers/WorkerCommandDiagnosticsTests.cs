namespace ResourceHygiene.Analyzers.Tests.Rules.Workers;

/// <summary>Where each rule about worker commands points.</summary>
public class WorkerCommandDiagnosticsTests
{
    [Theory]
    [InlineData("class {|RH8015:NotPartial|} { [WorkerCommand] public int Run() => 1; }")]
    [InlineData("class Container { partial class {|RH8015:Inner|} { [WorkerCommand] public int Run() => 1; } }")]
    [InlineData("partial struct {|RH8015:Value|} { [WorkerCommand] public int Run() => 1; }")]
    [InlineData("static partial class {|RH8015:Tools|} { [WorkerCommand] public static int Run() => 1; }")]
    [InlineData("abstract partial class {|RH8015:Base|} { [WorkerCommand] public int Run() => 1; }")]
    [InlineData("partial interface {|RH8015:IContract|} { [WorkerCommand] int Run() => 1; }")]
    [InlineData("partial class {|RH8015:Generic|}<T> { [WorkerCommand] public int Run() => 1; }")]
    [InlineData("partial class Outer<T> { partial class {|RH8015:Inner|} { [WorkerCommand] public int Run() => 1; } }")]
    [InlineData("file partial class {|RH8015:Local|} { [WorkerCommand] public int Run() => 1; }")]
    [InlineData("partial class {|RH8015:Two|} { public Two() { } public Two(int a) { } [WorkerCommand] public int Run() => 1; }")]
    [InlineData("partial class {|RH8015:Needy|} { public required int Size { get; set; } [WorkerCommand] public int Run() => 1; }")]
    [InlineData("partial class {|RH8015:Taken|} { public int Worker => 1; [WorkerCommand] public int Run() => 1; }")]
    [InlineData("class TakenClient { } partial class {|RH8015:Taken|} { [WorkerCommand] public int Run() => 1; }")]
    [InlineData("partial class Waiting { public Waiting(CancellationToken {|RH8015:token|}) { } [WorkerCommand] public int Run() => 1; }")]
    [InlineData("partial class ByReference { public ByReference(ref int {|RH8015:size|}) { } [WorkerCommand] public int Run() => 1; }")]
    [InlineData("[Obsolete(\"\", true)] partial class {|RH8015:Old|} { [WorkerCommand] public int Run() => 1; }")]
    [InlineData("partial class {|RH8015:OldMade|} { [Obsolete(\"\", true)] public OldMade() { } [WorkerCommand] public int Run() => 1; }")]
    public Task Class_that_cannot_be_a_unit(string source, params string[] errors) => WorkerCode.VerifyAsync(source, errors);

    [Theory]
    [InlineData("[WorkerCommand] public int {|RH8016:Run|}<T>() => 1;")]
    [InlineData("[WorkerCommand] public void {|RH8016:Run|}(ref int a) { }")]
    [InlineData("[WorkerCommand] public void {|RH8016:Run|}(in int a) { }")]
    [InlineData("[WorkerCommand] public void {|RH8016:Run|}(out int a) => a = 1;")]
    [InlineData("int _a; [WorkerCommand] public ref int {|RH8016:Run|}() => ref _a;")]
    [InlineData("[WorkerCommand] public async void {|RH8016:Run|}() => await Task.Yield();")]
    [InlineData("[WorkerCommand] public ReadOnlySpan<int> {|RH8016:Run|}() => default;")]
    [InlineData("[WorkerCommand] public IAsyncEnumerable<int> {|RH8016:Run|}() => null!;")]
    [InlineData("[WorkerCommand] public void {|RH8016:Run|}(CancellationToken a, CancellationToken b) { }")]
    [InlineData("[WorkerCommand] public int Run() => 1; [WorkerCommand] public int {|RH8016:Run|}(int a) => 1;")]
    [InlineData("[WorkerCommand] public int Run() => 1; [WorkerCommand] public int {|RH8016:RunAsync|}() => 1;")]
    [InlineData("[WorkerCommand] public void {|RH8016:Dispose|}() { }")]
    [InlineData("[WorkerCommand] public void {|RH8016:SwitchAsync|}() { }")]
    [InlineData("[WorkerCommand] public async IAsyncEnumerable<int> {|RH8016:Run|}() { yield return 1; await Task.Yield(); }")]
    [InlineData("[WorkerCommand] public int Run((int A, int B) a) => 1; [WorkerCommand] public int {|RH8016:RunAsync|}((int C, int D) a) => 1;")]
    [InlineData("[WorkerCommand, Obsolete(\"\", true)] public void {|RH8016:Run|}() { }")]
    [InlineData("[WorkerCommand, System.Diagnostics.Conditional(\"DEBUG\")] public void {|RH8016:Run|}() { }")]
    [InlineData("[WorkerCommand, System.Runtime.InteropServices.UnmanagedCallersOnly] public static void {|RH8016:Run|}() { }")]
    [InlineData("[WorkerCommand(Rehearse = true)] public int {|RH8016:Run|}() => 1;")]
    [InlineData("[WorkerCommand(Rehearse = true)] public static int {|RH8016:Run|}(int a) => 1;")]
    public Task Method_that_cannot_be_called_from_another_process(string member, params string[] errors) =>
        WorkerCode.VerifyAsync($"partial class Service {{ {member} }}", errors);

    [Theory]
    [InlineData("object {|RH8017:a|}")]
    [InlineData("dynamic {|RH8017:a|}")]
    [InlineData("Action {|RH8017:a|}")]
    [InlineData("Stream {|RH8017:a|}")]
    [InlineData("IDisposable {|RH8017:a|}")]
    [InlineData("nint {|RH8017:a|}")]
    [InlineData("nint[] {|RH8017:a|}")]
    [InlineData("Type {|RH8017:a|}")]
    [InlineData("Exception {|RH8017:a|}")]
    [InlineData("Task<int> {|RH8017:a|}")]
    [InlineData("int[,] {|RH8017:a|}")]
    [InlineData("IComparable {|RH8017:a|}")]
    [InlineData("System.Collections.IEnumerable {|RH8017:a|}")]
    [InlineData("Stack<int> {|RH8017:a|}")]
    [InlineData("List<Stream> {|RH8017:a|}")]
    [InlineData("Dictionary<int[], int> {|RH8017:a|}")]
    [InlineData("ReadOnlySpan<string> {|RH8017:a|}")]
    [InlineData("Memory<Action> {|RH8017:a|}")]
    [InlineData("Holder {|RH8017:a|}")]
    [InlineData("Shape {|RH8017:a|}")]
    [InlineData("Hidden {|RH8017:a|}")]
    [InlineData("Counter {|RH8017:a|}")]
    [InlineData("System.Drawing.Color {|RH8017:a|}")]
    [InlineData("System.Numerics.BigInteger {|RH8017:a|}")]
    [InlineData("Index {|RH8017:a|}")]
    [InlineData("Range {|RH8017:a|}")]
    [InlineData("Ignored {|RH8017:a|}")]
    [InlineData("Twice {|RH8017:a|}")]
    [InlineData("Locked {|RH8017:a|}")]
    [InlineData("Built {|RH8017:a|}")]
    [InlineData("Deep {|RH8017:a|}")]
    [InlineData("Veiled {|RH8017:a|}")]
    [InlineData("Private {|RH8017:a|}")]
    [InlineData("Private[] {|RH8017:a|}")]
    [InlineData("(int, Action) {|RH8017:a|}")]
    public Task Value_that_would_not_arrive_as_what_it_was(string parameter) => WorkerCode.VerifyAsync(
        $$"""
        public class Holder { public Action? OnDone { get; set; } }
        public abstract class Shape { }
        public class Hidden { private int _state; public void Next() => _state++; public override string ToString() => $"{_state}"; }
        public class Counter { private int _count; public int Count => _count; public void Next() => _count++; }
        public class Ignored { [JsonIgnore] public required string Name { get; set; } public int Size { get; set; } }
        public class Twice { public Twice(int size) => Size = size; public required int Size { get; init; } }
        public class Locked { public int Size { get; } = 3; }
        public class Plain { public virtual int Size { get; set; } }
        public class Veiled : Plain { public override int Size { get => base.Size; } }
        public class Built { public Built(int width) => Size = width; public int Size { get; } }
        public class Deep { public List<Holder> Holders { get; set; } = []; }
        partial class Service { private struct Private { public int A; } [WorkerCommand] void Run({{parameter}}) { } }
        """);

    [Theory]
    [InlineData("[JsonConverter(typeof(OfInt))] public string? A { get; set; }")]
    [InlineData("[JsonConverter(typeof(OfInt))] public long? A { get; set; }")]
    [InlineData("[JsonConverter(typeof(OfInt))] public List<int> A { get; set; } = [];")]
    [InlineData("[JsonConverter(typeof(JsonStringEnumConverter))] public List<DayOfWeek> A { get; set; } = [];")]
    [InlineData("[JsonConverter(typeof(JsonStringEnumConverter<DayOfWeek>))] public ConsoleColor A { get; set; }")]
    [InlineData("[JsonConverter(typeof(Hidden))] public int A { get; set; } private sealed class Hidden : OfInt { }")]
    [InlineData("public Dictionary<Named, int> A { get; set; } = [];")]
    [InlineData("public Dictionary<ReadOnlyMemory<byte>, int> A { get; set; } = [];")]
    [InlineData("[JsonInclude] private int _a; public int Get() => _a;")]
    [InlineData("private readonly List<int> _a = []; public IReadOnlyList<int> A => _a;")]
    [InlineData("private int m_a; public int A { get => m_a; private set => m_a = value; }")]
    [InlineData("[Obsolete(\"\", true)] public int A { get; set; }")]
    [InlineData("public int A { get; [Obsolete(\"\", true)] set; }")]
    [InlineData("[Obsolete] public Old A { get; set; } [Obsolete(\"\", true)] public enum Old { One }")]
    [InlineData("[Obsolete] public Old.Kind[]? A { get; set; } [Obsolete(\"\", true)] public class Old { public enum Kind { One } }")]
    [InlineData("public int A { private get; set; }")]
    [InlineData("public int A { protected get; init; } = 1;")]
    [InlineData("[JsonConverter(typeof(Needy))] public int A { get; set; } public class Needy : OfInt { public required int Size { get; set; } }")]
    [InlineData("[JsonConverter(typeof(OldMade))] public int A { get; set; } public class OldMade : OfInt { [Obsolete(\"\", true)] public OldMade() { } }")]
    [InlineData("[JsonConverter(typeof(DayNames))] public ConsoleColor A { get; set; } public class DayNames : JsonStringEnumConverter<DayOfWeek> { }")]
    [InlineData("private List<string>? _a; public List<string> A => _a ??= new();")]
    [InlineData("private int[]? _a; public int[] A => _a ??= [];")]
    [InlineData("private Dictionary<string, int>? _a; public IDictionary<string, int> A { get { if (_a is null) _a = new(StringComparer.Ordinal); return this._a; } }")]
    [InlineData("private Child? _a; public Child A => _a ??= new(); public class Child { public int Size { get; set; } }")]
    [InlineData("\n#nullable disable\nprivate List<int> _a = new List<int>(); public List<int> A { get { return _a; } }\n#nullable restore\n")]
    public Task Member_that_would_be_lost_or_fail_at_the_first_call(string member) => WorkerCode.VerifyAsync(
        $$"""
        public class OfInt : JsonConverter<int>
        {
            public override int Read(ref System.Text.Json.Utf8JsonReader reader, Type type, System.Text.Json.JsonSerializerOptions options) => 1;
            public override void Write(System.Text.Json.Utf8JsonWriter writer, int value, System.Text.Json.JsonSerializerOptions options) { }
        }
        [JsonConverter(typeof(OfNamed))] public enum Named { One }
        public class OfNamed : JsonConverter<Named>
        {
            public override Named Read(ref System.Text.Json.Utf8JsonReader reader, Type type, System.Text.Json.JsonSerializerOptions options) => default;
            public override void Write(System.Text.Json.Utf8JsonWriter writer, Named value, System.Text.Json.JsonSerializerOptions options) { }
        }
        public class Value { public int Other { get; set; } {{member}} }
        partial class Service { [WorkerCommand] public void Run(Value {|RH8017:value|}) { } }
        """,
        "CS0169", "CS0649");

    [Theory]
    [InlineData("[JsonDerivedType(typeof(Circle))] public class Shape { } public class Circle : Shape { }")]
    [InlineData("[JsonDerivedType(typeof(Circle), 1)] [JsonDerivedType(typeof(Square), 1)] public class Shape { } public class Circle : Shape { } public class Square : Shape { }")]
    [InlineData("[JsonDerivedType(typeof(Circle), 1)] [JsonDerivedType(typeof(Circle), 2)] public class Shape { } public class Circle : Shape { }")]
    [InlineData("[JsonDerivedType(typeof(Round), 1)] [JsonDerivedType(typeof(Circle), 2)] public abstract class Shape { } [JsonDerivedType(typeof(Circle), 1)] public abstract class Round : Shape { } public class Circle : Round { }")]
    [InlineData("[JsonDerivedType(typeof(string), 1)] public class Shape { }")]
    [InlineData("[JsonDerivedType(typeof(Circle<>), 1)] public class Shape { } public class Circle<T> : Shape { }")]
    [InlineData("[JsonPolymorphic] public class Shape { }")]
    [InlineData("[JsonPolymorphic(TypeDiscriminatorPropertyName = \"Kind\")] [JsonDerivedType(typeof(Circle), 1)] public class Shape { } public class Circle : Shape { public int Kind { get; set; } }")]
    [InlineData("[JsonDerivedType(typeof(Circle), 1)] public class Shape { } [JsonConverter(typeof(JsonStringEnumConverter))] public class Circle : Shape { }")]
    [InlineData("[JsonConverter(typeof(JsonStringEnumConverter))] public class Shape { }")]
    public Task Derived_types_that_cannot_be_told_apart(string types) => WorkerCode.VerifyAsync(
        $"{types} partial class Service {{ [WorkerCommand] public void Run(List<Shape> {{|RH8017:shapes|}}) {{ }} }}");

    [Theory]
    [InlineData("System.Text.StringBuilder")]
    [InlineData("System.Diagnostics.Stopwatch")]
    [InlineData("Random")]
    [InlineData("Derived")]
    [InlineData("IProgress<int>")]
    [InlineData("IAsyncEnumerable<int>")]
    [InlineData("WorkerContext[]")]
    [InlineData("ReadOnlySpan<int?>")]
    public Task Class_of_the_framework_with_state_of_its_own(string type) => WorkerCode.VerifyAsync(
        $"public class Derived : System.Diagnostics.Stopwatch {{ public int A {{ get; set; }} }} partial class Service {{ [WorkerCommand] public void Run({type} {{|RH8017:a|}}) {{ }} }}");

    [Theory]
    [InlineData("partial class Service { [WorkerCommand] public Stream {|RH8017:Run|}() => null!; }")]
    [InlineData("partial class Service { [WorkerCommand] public Task<object> {|RH8017:Run|}() => null!; }")]
    [InlineData("partial class Service { [WorkerCommand] public (int, Stream) {|RH8017:Run|}() => default; }")]
    [InlineData("partial class Service { public Service(Stream {|RH8017:input|}) { } [WorkerCommand] public int Run() => 1; }")]
    [InlineData("partial class Service { [WorkerCommand(Json = typeof(Context))] public int Run(long {|RH8017:a|}) => 1; } [JsonSerializable(typeof(int))] class Context() : JsonSerializerContext(null) { protected override System.Text.Json.JsonSerializerOptions? GeneratedSerializerOptions => null; public override System.Text.Json.Serialization.Metadata.JsonTypeInfo? GetTypeInfo(Type type) => null; }")]
    [InlineData("partial class Service { [{|RH8013:WorkerCommand(Json = typeof(string))|}] public int Run() => 1; }")]
    [InlineData("partial class Service { [{|RH8013:WorkerCommand(TimeoutSeconds = 1e-9)|}] public int Run() => 1; }")]
    [InlineData("partial class Service { [{|RH8013:WorkerCommand(TimeoutSeconds = -1)|}] public int Run() => 1; }")]
    [InlineData("partial class Service { [{|RH8013:WorkerCommand(Name = \" \")|}] public int Run() => 1; }")]
    public Task Results_units_and_attributes(string source) => WorkerCode.VerifyAsync(source);

    [Theory]
    [InlineData("RH8015", "class {|#0:Renderer|} { [WorkerCommand] public int Run() => 1; }",
        "'Renderer' cannot have worker commands: its dispatcher is generated into it; add 'partial' to each of its declarations")]
    [InlineData("RH8015", "class Studio { partial class {|#0:Renderer|} { [WorkerCommand] public int Run() => 1; } }",
        "'Renderer' cannot have worker commands: its dispatcher is generated into it, and 'Studio' around it is not partial; add 'partial' there")]
    [InlineData("RH8016", "partial class Renderer { [WorkerCommand] public void {|#0:Run|}(ref int size) { } }",
        "'Run' cannot be a worker command: parameter 'size' is passed by reference; pass it by value, and return what comes back")]
    [InlineData("RH8016", "partial class Renderer { [WorkerCommand] public int Run() => 1; [WorkerCommand] public int {|#0:Run|}(int a) => 1; }",
        "'Run' cannot be a worker command: another command has the name 'Run', too; give one of them a Name of its own")]
    [InlineData("RH8017", "partial class Renderer { [WorkerCommand] public void Run(Stream {|#0:input|}) { } }",
        "'input' cannot cross to a worker: it is a resource of this process; send a path, a key or the data")]
    [InlineData("RH8017", "partial class Renderer { [WorkerCommand] public void Run(Outer {|#0:settings|}) { } } public record Outer(List<Inner> Parts); public record Inner(Action OnDone);",
        "'settings' cannot cross to a worker: 'Parts.OnDone' in it is a delegate, and code cannot be sent; make it a command, or send data")]
    [InlineData("RH8017", "partial class Renderer { [WorkerCommand] public void Run(Settings {|#0:settings|}) { } } public class Settings { public int Size { get; } = 2; }",
        "'settings' cannot cross to a worker: it is made without its member 'Size', which cannot be set; give it a setter or a constructor parameter")]
    [InlineData("RH8017", "partial class Renderer { [WorkerCommand] public void Run(Settings {|#0:settings|}) { } } public class Settings { [JsonConverter(typeof(JsonStringEnumConverter))] public List<DayOfWeek> Days { get; set; } = []; }",
        "'settings' cannot cross to a worker: 'Days' in it is 'List<DayOfWeek>', and 'JsonStringEnumConverter' on it writes one enum; put it on that enum itself")]
    [InlineData("RH8017", "partial class Renderer { [WorkerCommand] public void Run(Settings {|#0:settings|}) { } } public class Settings { public int Size { private get; set; } }",
        "'settings' cannot cross to a worker: it is made without its member 'Size', which cannot be read; make its getter internal, or mark it [JsonIgnore]")]
    [InlineData("RH8017", "partial class Renderer { [WorkerCommand] public void Run(Settings {|#0:settings|}) { } } public class Settings { [JsonConverter(typeof(Names))] public DayOfWeek Day { get; set; } } public class Names : JsonStringEnumConverter { public required int Size { get; set; } }",
        "'settings' cannot cross to a worker: 'Day' in it is written by 'Names', whose required members nobody sets; mark its constructor [SetsRequiredMembers]")]
    [InlineData("RH8017", "partial class Renderer { [WorkerCommand] public void Run(Shape {|#0:shape|}) { } } [JsonDerivedType(typeof(Circle))] public class Shape; public class Circle : Shape;",
        "'shape' cannot cross to a worker: it is marked [JsonDerivedType] for 'Circle' without a discriminator, which the worker needs; add one")]
    [InlineData("RH8017", "partial class Renderer { [WorkerCommand] public void Run(AnIntroductionThatIsRatherLong {|#0:anIntroductionThatIsRatherLong|}) { } } public class AnIntroductionThatIsRatherLong { public AnIntroductionThatIsRatherLong(int somethingThatIsNowhereElse) { } }",
        "'anIntroductio…' cannot cross to a worker: it is made with 'somethingThat…', which is no property of that name and type; add one, or a constructor without it")]
    public Task The_message_names_what_stops_it_and_the_remedy(string id, string source, string message) => WorkerCode.VerifyMessageAsync(source, id, message);
}
