namespace ResourceHygiene.Analyzers.Tests.Rules.Owners.RH2003;

/// <summary>The old value is looked after, is not there yet, or belongs to somebody else.</summary>
public sealed class Valid
{
    [Theory]
    [InlineData("private Resource _held = new(); public void Set() { _held.Dispose(); _held = new Resource(); }")]
    [InlineData("private Resource? _held = new(); public void Set() { _held?.Dispose(); _held = new Resource(); }")]
    [InlineData("private Resource _held = new(); public void Set() { var old = _held; _held = new Resource(); old.Dispose(); }")]
    [InlineData("private Resource _held = new(); public void Set() { var next = new Resource(); Interlocked.Exchange(ref _held, next).Dispose(); }")]
    [InlineData("private Resource? _held; public void Reset() { if (_held == null) _held = new Resource(); }")]
    [InlineData("private Resource? _held; public void Reset() { if (_held is null) { _held = new Resource(); } }")]
    [InlineData("private Resource? _held; public void Reset() { _held ??= new Resource(); }")]
    [InlineData("private Resource? _held; public void Start() { _held = new Resource(); }")]
    [InlineData("private Resource? _held; public void Initialize() => _held = new Resource();")]
    [InlineData("private Resource _held = new(); public void Set() { Close(); _held = new Resource(); } private void Close() => _held.Dispose();")]
    [InlineData("private Resource _held = new(); public void Set() { Close(); _held = new Resource(); } private void Close() => CloseCore(); private void CloseCore() { _held.Dispose(); }")]
    [InlineData("private Resource _held; public Owner() { _held = new Resource(); }")]
    [InlineData("private Resource? _held; private bool _open; public void Reopen() { if (_open) throw new InvalidOperationException(); _open = true; _held = new Resource(); }")]
    [InlineData("private Resource _held = new(); public void Set(Resource other) { _held = other; }")]
    [InlineData("[Borrowed] private Resource _held = new(); public void Set() { _held = new Resource(); }")]
    [InlineData("private Resource _held = new(); public void Set() { Api.Take(_held); _held = new Resource(); }")]
    [InlineData("private Resource? _held; public void Read(bool[] all) { foreach (var one in all) { if (one) { _held = new Resource(); break; } } }")]
    [InlineData("private Resource? _held = new(); public void Set() { try { _held?.Use(); } finally { _held?.Dispose(); } _held = new Resource(); }")]
    [InlineData("private Resource? _held = new(); public Resource? Swap() { var old = _held; _held = new Resource(); return old; }")]
    [InlineData("private MemoryStream? _held; public void Set() { Action again = () => _held = new MemoryStream(); again(); }")]
    public Task Nothing_is_lost(string members) => OwnerCode.InOwner(members + (members.Contains("[Borrowed]", StringComparison.Ordinal) ? " public void Dispose() { }" : " public void Dispose() => _held?.Dispose();"));

    [Fact]
    public Task In_Dispose() => OwnerCode.InOwner(
        """
        private Resource? _held = new();
        public void Dispose() { _held?.Dispose(); _held = null; }
        """);

    [Fact]
    public Task Of_a_new_object() => OwnerCode.InOwner(
        """
        private Resource _held = new();
        public static Owner CreateNext() { var next = new Owner(); next._held.Dispose(); next._held = new Resource(); return next; }
        public void Dispose() => _held.Dispose();
        """);
}
