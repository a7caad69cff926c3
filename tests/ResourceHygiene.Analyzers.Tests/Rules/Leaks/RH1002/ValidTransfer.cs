namespace ResourceHygiene.Analyzers.Tests.Rules.Leaks.RH1002;

/// <summary>On every path it is somebody's.</summary>
public sealed class ValidTransfer
{
    [Fact]
    public Task Stored_in_a_field_or_released() => LeakCode.InClass(
        """
        private Stream? _stream;

        void Open(string path)
        {
            var stream = File.OpenRead(path);
            if (stream.Length == 0)
            {
                stream.Dispose();
                return;
            }

            _stream = stream;
        }
        """);

    [Fact]
    public Task Stored_at_once_and_left_early() => LeakCode.InClass(
        """
        private Stream? _stream;

        bool Open(string path)
        {
            var stream = _stream = File.OpenRead(path);
            if (stream.Length == 0)
                return false;
            stream.ReadByte();
            return true;
        }
        """);

    [Fact]
    public Task Stored_in_one_of_two_properties() => LeakCode.InClass(
        """
        public Stream? Input { get; private set; }
        public Stream? Output { get; private set; }

        void Open(string path, bool isInput)
        {
            var stream = File.Open(path, FileMode.OpenOrCreate);
            if (isInput)
                Input = stream;
            else
                Output = stream;
        }
        """);

    [Fact]
    public Task Passed_to_a_taking_parameter_or_returned() => LeakCode.InClass(
        """
        interface IOwner { void Adopt([TakesOwnership] Resource resource); }

        Resource? M(IOwner? owner)
        {
            var resource = new Resource();
            if (owner == null)
                return resource;
            owner.Adopt(resource);
            return null;
        }
        """);

    [Fact]
    public Task Put_into_a_container_or_released() => LeakCode.InClass(
        """
        private readonly Dictionary<string, Stream> _open = new();

        void M(string path)
        {
            var stream = File.OpenRead(path);
            if (!_open.TryAdd(path, stream))
                stream.Dispose();
        }

        void Clear() { foreach (Stream stream in _open.Values) stream.Dispose(); }
        """);

    [Fact]
    public Task An_unknown_keeper_is_no_certain_owner() => LeakCode.InClass(
        """
        void M(Queue<Resource> queue, bool flag)
        {
            var resource = new Resource();
            if (flag)
                queue.Enqueue(resource);
        }
        """);

    [Fact]
    public Task Released_by_an_event_handler_of_its_own() => LeakCode.InMethod(
        """
        var timer = new System.Timers.Timer(1000);
        timer.Elapsed += (_, _) => timer.Dispose();
        if (flag)
            timer.Interval = 2000;
        timer.Start();
        """);

    [Fact]
    public Task Yielded_one_by_one() => LeakCode.InClass(
        """
        IEnumerable<Stream> OpenAll(string[] paths)
        {
            foreach (string path in paths)
            {
                var stream = File.OpenRead(path);
                if (stream.Length > 0)
                    yield return stream;
                else
                    stream.Dispose();
            }
        }
        """);

    [Fact]
    public Task Returned_in_a_tuple_or_released() => LeakCode.InClass(
        """
        (Stream? Stream, string? Error) Open(string path)
        {
            var stream = File.OpenRead(path);
            if (stream.Length > 0)
                return (stream, null);
            stream.Dispose();
            return (null, "empty");
        }
        """);

    [Fact]
    public Task Handed_to_a_wrapper_that_a_using_releases() => LeakCode.InFile(
        """
        sealed class Session : IDisposable
        {
            private readonly Stream _stream;
            public Session(Stream stream) => _stream = stream;
            public void Dispose() => _stream.Dispose();
        }
        class C
        {
            void M(string path, bool flag)
            {
                var stream = File.OpenRead(path);
                using var session = new Session(stream);
                if (flag)
                    return;
                Console.WriteLine(stream.Length);
            }
        }
        """);
}
