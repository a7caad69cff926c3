namespace ResourceHygiene.Analyzers.Tests.Rules.Leaks.RH1001;

/// <summary>Types whose release changes nothing are never reported.</summary>
public sealed class ValidHarmless
{
    [Fact]
    public Task Tasks() => LeakCode.InMethod(
        """
        var task = new Task(() => { });
        task.Start();
        Task.Run(() => { });
        """);

    [Fact]
    public Task Data_tables() => LeakCode.InMethod(
        """
        var table = new System.Data.DataTable();
        table.Columns.Add("a");
        """);

    [Fact]
    public Task A_string_writer() => LeakCode.InMethod(
        """
        var writer = new StringWriter();
        writer.Write(path);
        Console.WriteLine(writer.ToString());
        """);

    [Fact]
    public Task A_class_whose_dispose_is_empty() => LeakCode.InFile(
        """
        sealed class Nothing : IDisposable { public void Dispose() { } }
        class C
        {
            void M()
            {
                var nothing = new Nothing();
                Console.WriteLine(nothing);
            }
        }
        """);

    [Fact]
    public Task A_class_whose_dispose_only_forgets() => LeakCode.InFile(
        """
        sealed class View : IDisposable
        {
            private byte[]? _data = new byte[3];
            private IntPtr _address;
            ~View() => Dispose(false);
            public int Length => _data!.Length + (int)_address;
            public void Dispose()
            {
                Dispose(true);
                GC.SuppressFinalize(this);
            }
            private void Dispose(bool disposing)
            {
                _address = IntPtr.Zero;
                _data = null!;
            }
        }
        class C
        {
            int M() => new View().Length;
        }
        """);

    [Fact]
    public Task A_stream_that_releases_nothing_of_its_own() => LeakCode.InFile(
        """
        sealed class Counter : TextWriter
        {
            public int Count { get; private set; }
            public override System.Text.Encoding Encoding => System.Text.Encoding.UTF8;
            public override void Write(char value) => Count++;
        }
        class C
        {
            int M()
            {
                var counter = new Counter();
                counter.Write("abc");
                return counter.Count;
            }
        }
        """);

    [Fact]
    public Task Something_harmless_made_by_a_factory_that_promises_more() => LeakCode.InClass(
        """
        static TextWriter CreateWriter() => new StringWriter();

        void M()
        {
            var writer = CreateWriter();
            writer.Write(1);
        }
        """);

    [Fact]
    public Task A_default_struct() => LeakCode.InMethod(
        """
        var registration = new CancellationTokenRegistration();
        Console.WriteLine(registration.Token);
        var other = default(CancellationTokenRegistration);
        Console.WriteLine(other.Token);
        """);

    [Fact]
    public Task A_tracked_class_before_its_code_is_generated() => LeakCode.InFile(
        """
        [TrackedResource(Type = "encoder")]
        sealed partial class Encoder { [Owned] private readonly Stream _stream = Stream.Null; public void Use() { } }
        class C
        {
            void M()
            {
                var encoder = new Encoder();
                encoder.Use();
            }
        }
        """);

    [Fact]
    public Task A_stream_whose_release_only_passes_on_to_Stream() => LeakCode.InFile(
        """
        class Counting(Stream target) : Stream
        {
            public override bool CanRead => false;
            public override bool CanSeek => false;
            public override bool CanWrite => true;
            public override long Length => target.Length;
            public override long Position { get; set; }
            public override void Flush() => target.Flush();
            public override int Read(byte[] buffer, int offset, int count) => 0;
            public override long Seek(long offset, SeekOrigin origin) => 0;
            public override void SetLength(long value) { }
            public override void Write(byte[] buffer, int offset, int count) => target.Write(buffer, offset, count);
            protected override void Dispose(bool disposing) { base.Dispose(disposing); }
            public override ValueTask DisposeAsync() => base.DisposeAsync();
        }

        class C
        {
            void M(Stream stream)
            {
                var counting = new Counting(stream);
                counting.WriteByte(1);
            }
        }
        """);
}
