<?php

declare(strict_types=1);

// Stands in for Composer's vendor/autoload.php, so that the example runs without installing anything.
spl_autoload_register(static function (string $class): void {
    $file = dirname(__DIR__) . '/src/' . strtr(substr($class, strlen('Shop\\')), '\\', '/') . '.php';
    if (str_starts_with($class, 'Shop\\') && is_file($file)) {
        require $file;
    }
});
