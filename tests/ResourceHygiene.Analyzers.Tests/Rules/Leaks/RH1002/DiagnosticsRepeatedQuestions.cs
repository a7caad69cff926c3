namespace ResourceHygiene.Analyzers.Tests.Rules.Leaks.RH1002;

/// <summary>What has changed, or is asked in another way, may be answered otherwise.</summary>
public sealed class DiagnosticsRepeatedQuestions
{
    [Fact]
    public Task Two_switches_that_do_not_agree() => LeakCode.InClass(
        """
        enum Kind { None, File, Pipe, Socket }
        void M(string path, Kind kind)
        {
            Stream? stream = null;
            switch (kind)
            {
                case Kind.None: break;
                case Kind.File: break;
                default: stream = {|RH1002:File.OpenWrite(path)|}; break;
            }

            switch (kind)
            {
                case Kind.None: break;
                case Kind.File: break;
                case Kind.Socket: break;
                default: stream!.Dispose(); break;
            }
        }
        """);

    [Fact]
    public Task A_list_that_is_emptied_in_between() => LeakCode.InClass(
        """
        void M(string path, List<string> names)
        {
            Stream? stream = null;
            if (names.Any())
                stream = {|RH1002:File.OpenRead(path)|};
            names.Clear();
            if (names.Any())
                stream!.Dispose();
        }
        """);

    [Fact]
    public Task A_list_that_loses_elements_in_between() => LeakCode.InClass(
        """
        void M(string path, List<string> names)
        {
            Stream? stream = null;
            if (names.Count > 0)
                stream = {|RH1002:File.OpenRead(path)|};
            names.RemoveAt(0);
            if (names.Count > 0)
                stream!.Dispose();
        }
        """);

    [Fact]
    public Task Another_list() => LeakCode.InClass(
        """
        void M(string path, List<string> names)
        {
            Stream? stream = null;
            if (names.Any())
                stream = {|RH1002:File.OpenRead(path)|};
            names = new List<string>();
            if (names.Any())
                stream!.Dispose();
        }
        """);

    [Fact]
    public Task A_field_that_a_method_of_the_object_may_fill() => LeakCode.InClass(
        """
        private readonly List<string> _names = new();
        void M(string path)
        {
            Stream? stream = null;
            if (!_names.Any())
                stream = {|RH1002:File.OpenRead(path)|};
            Fill();
            if (!_names.Any())
                stream!.Dispose();
        }
        void Fill() => _names.Add("x");
        """);

    [Fact]
    public Task A_flag_that_a_local_function_may_set() => LeakCode.InMethod(
        """
        bool isOpen = false;
        var stream = {|RH1002:File.OpenRead(path)|};
        Opened();
        if (isOpen)
            stream.Dispose();

        void Opened()
        {
            if (flag)
                return;
            isOpen = true;
        }
        """);

    [Fact]
    public Task A_flag_that_a_local_function_takes_back() => LeakCode.InMethod(
        """
        bool isOpen = false;
        var stream = {|RH1002:File.OpenRead(path)|};
        Opened();
        if (isOpen)
            stream.Dispose();

        void Opened()
        {
            isOpen = true;
            if (flag)
                isOpen = false;
        }
        """);

    [Fact]
    public Task A_resource_that_only_some_calls_may_release() => LeakCode.InClass(
        """
        void M(string path, bool early)
        {
            var stream = {|RH1002:File.OpenRead(path)|};
            if (early)
                return;
            Finish(stream, path.Length);
        }
        static void Finish(Stream stream, int length)
        {
            if (length > 3)
                stream.Dispose();
        }
        """);

    [Fact]
    public Task Lost_in_front_of_a_call_that_may_keep_it() => LeakCode.InClass(
        """
        Stream M(string path, bool early, Action<object> register)
        {
            var stream = {|RH1002:File.OpenRead(path)|};
            if (early)
                throw new InvalidOperationException();
            register(stream);
            return stream;
        }
        """);
}
