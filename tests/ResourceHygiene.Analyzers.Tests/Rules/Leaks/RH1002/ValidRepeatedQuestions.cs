namespace ResourceHygiene.Analyzers.Tests.Rules.Leaks.RH1002;

/// <summary>What is asked twice about what has not changed is answered alike.</summary>
public sealed class ValidRepeatedQuestions
{
    [Fact]
    public Task Two_switches_over_the_same_value() => LeakCode.InClass(
        """
        enum Kind { None, File, Pipe, Socket }
        void M(string path, Kind kind)
        {
            Stream? stream = null;
            switch (kind)
            {
                case Kind.None: break;
                case Kind.File: stream = File.OpenRead(path); break;
                case Kind.Pipe: stream = File.OpenRead(path + ".pipe"); break;
                default: stream = File.OpenWrite(path); break;
            }

            switch (kind)
            {
                case Kind.None: break;
                case Kind.File: stream!.Dispose(); break;
                case Kind.Pipe: stream!.Close(); break;
                default: stream!.Dispose(); break;
            }
        }
        """);

    [Fact]
    public Task Two_chains_of_comparisons() => LeakCode.InClass(
        """
        void M(string path, string mode)
        {
            Stream? stream = null;
            if (mode != "none" && mode != "test" && mode != "dry")
                stream = File.OpenRead(path);
            Console.WriteLine(mode);
            if (mode == "none")
                return;
            if (mode == "test")
                return;
            if (mode == "dry")
                return;
            stream!.Dispose();
        }
        """);

    [Fact]
    public Task Whether_a_list_has_elements() => LeakCode.InClass(
        """
        void M(string path, List<string> names)
        {
            Stream? stream = null;
            if (names.Any())
                stream = File.OpenRead(path);
            Console.WriteLine(names.First());
            if (names.Any())
                stream!.Dispose();
        }
        """);

    [Fact]
    public Task How_many_elements_a_list_has() => LeakCode.InClass(
        """
        void M(string path, List<string> names)
        {
            Stream? stream = null;
            if (names.Count > 0)
                stream = File.OpenRead(path);
            Console.WriteLine(names[0]);
            if (names.Count > 0)
                stream!.Dispose();
        }
        """);

    [Fact]
    public Task Whether_a_set_contains_a_value() => LeakCode.InClass(
        """
        void M(string path, HashSet<string> known)
        {
            Stream? stream = known.Contains(path) ? null : File.OpenRead(path);
            Console.WriteLine(path);
            if (!known.Contains(path))
                stream!.Dispose();
        }
        """);

    [Fact]
    public Task Whether_a_field_has_elements() => LeakCode.InClass(
        """
        private readonly List<string> _names = new();
        void M(string path)
        {
            Stream? stream = null;
            if (_names.Any())
                stream = File.OpenRead(path);
            Console.WriteLine(path);
            if (_names.Any())
                stream!.Dispose();
        }
        """);

    [Fact]
    public Task A_flag_that_a_local_function_sets() => LeakCode.InMethod(
        """
        bool isOpen = false;
        Stream? stream = null;
        if (flag)
        {
            stream = File.OpenRead(path);
            Opened();
        }

        Console.WriteLine(path);
        if (isOpen)
            stream!.Dispose();

        void Opened()
        {
            Console.WriteLine("opened");
            isOpen = true;
        }
        """);

    [Fact]
    public Task A_flag_that_a_lambda_sets() => LeakCode.InMethod(
        """
        bool isOpen = false;
        Action opened = () => isOpen = true;
        Stream? stream = null;
        if (flag)
        {
            stream = File.OpenRead(path);
            opened();
        }

        Console.WriteLine(path);
        if (isOpen)
            stream!.Dispose();
        """);

    [Fact]
    public Task A_dozen_flags_that_are_asked_twice() => LeakCode.InClass(
        """
        void M(bool a, bool b, bool c, bool d, bool e, bool f, bool g, bool h, bool i, bool j, bool k, bool l)
        {
            var resource = new Resource();
            if (a) resource.Use(); if (b) resource.Use(); if (c) resource.Use(); if (d) resource.Use();
            if (e) resource.Use(); if (f) resource.Use(); if (g) resource.Use(); if (h) resource.Use();
            if (i) resource.Use(); if (j) resource.Use(); if (k) resource.Use(); if (l) resource.Use();
            if (a) resource.Use(); if (b) resource.Use(); if (c) resource.Use(); if (d) resource.Use();
            if (e) resource.Use(); if (f) resource.Use(); if (g) resource.Use(); if (h) resource.Use();
            if (i) resource.Use(); if (j) resource.Use(); if (k) resource.Use(); if (l) resource.Use();
            if (a)
                resource.Dispose();
            else
                resource.Dispose();
        }
        """);

    [Fact]
    public Task A_dozen_flags_around_an_own_flag() => LeakCode.InClass(
        """
        void M(Stream? given, string path, bool a, bool b, bool c, bool d, bool e, bool f, bool g, bool h, bool i, bool j, bool k, bool l)
        {
            Stream? stream = null;
            if (l) stream = File.OpenRead(path);
            int n = 0;
            if (a) n++; if (b) n++; if (c) n++; if (d) n++; if (e) n++; if (f) n++; if (g) n++; if (h) n++; if (i) n++; if (j) n++; if (k) n++;
            if (a) n++; if (b) n++; if (c) n++; if (d) n++; if (e) n++; if (f) n++; if (g) n++; if (h) n++; if (i) n++; if (j) n++; if (k) n++;
            if (l) stream!.Dispose();
            if (a) n++; if (b) n++; if (c) n++; if (d) n++; if (e) n++; if (f) n++; if (g) n++; if (h) n++; if (i) n++; if (j) n++; if (k) n++;
        }
        """);
}
